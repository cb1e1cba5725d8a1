/** Pictures of the window as people meet it, to be looked at. */
import { expect, test, type App } from '../app';

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
  await expect.poll(() => readLines(app)).toBe(2);
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

/** How many of the two curves, warm loss and cold accuracy, the chart has painted: it does so a moment after the table. */
function readLines(app: App): Promise<number> {
  return app.page.getByRole('img', { name: /^Loss and accuracy/ }).evaluate((box) => {
    const canvas = box.querySelector('canvas');
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let [warm, cold] = [0, 0];
    for (let at = 0; at < pixels.length; at += 4) {
      const [red = 0, , blue = 0, alpha = 0] = pixels.slice(at, at + 4);
      if (alpha === 255 && red > blue + 80) warm = 1;
      if (alpha === 255 && blue > red + 80) cold = 1;
    }
    return warm + cold;
  });
}
