/** Pictures of the window as people meet it, to be looked at. */
import { expect, test } from '../app';

test('the lesson, light and dark, small and on a projector', async ({ app }, info) => {
  const picture = async (name: string): Promise<void> => {
    await app.page.screenshot({ path: info.outputPath(`${name}.png`) });
  };
  await app.transport.run.click();
  await app.canvas.node('Linear 1').click();
  await app.inspector.outputNumber(0).click();
  await expect(app.inspector.sum).toBeVisible();
  await picture('build');
  await app.header.mode('Data Flow').click();
  await picture('data-flow');
  await app.header.mode('Train').click();
  await app.training.train.click();
  await expect(app.training.rows()).toHaveCount(6);
  await picture('train');
  await app.header.mode('Data Flow').click();
  await app.header.chooseView('Dark');
  await picture('data-flow-dark');
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 720),
  );
  await app.page.waitForFunction(() => innerWidth === 1280);
  await picture('data-flow-small');
});
