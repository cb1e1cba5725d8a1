/** Blocks of layers: taken from the palette, kept under a name, there at the next start. */
import { App, expect, test } from '../app';

test('a block is wired in, kept under a name and put in again', async ({ app }) => {
  const { canvas, header, inspector, page, palette, transport } = app;
  await header.chooseFile('New');
  await palette.layer('Input').click();
  await inspector.attribute('shape').fill('1 x 4');
  await page.keyboard.press('Enter');
  await palette.layer('Feed-forward block').click();
  const frame = page.getByRole('region', { name: 'Feed-forward block' });
  await expect(frame).toBeVisible();
  await canvas.fit.click();
  await canvas.wire('Input 1', 'Linear 1');
  await expect(canvas.node('Linear 2')).toHaveAccessibleName('Linear 2, Linear, output 1 x 8');

  await canvas.node('GELU 1').click();
  await inspector.attribute('approximate').selectOption('tanh');
  await transport.run.click();
  await expect(inspector.output.getByRole('gridcell')).toHaveCount(16);
  const outputs = await inspector.outputs();
  await canvas.node('Linear 1').click();
  for (const [at, x] of (await inspector.outputs()).entries()) {
    const bent = 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
    expect(outputs[at]).toBeCloseTo(bent, 2);
  }

  await frame.getByRole('textbox', { name: 'Group name' }).fill('My block');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Keep My block as a block' }).click();
  await palette.layer('My block').click();
  await expect(page.getByRole('region', { name: 'My block' })).toHaveCount(2);
  await expect(canvas.node('GELU 2')).toBeVisible();
  await header.undo.click();
  await expect(canvas.node('GELU 2')).toBeHidden();
});

test('what was kept is there at the next start, until it is forgotten', async ({
  app,
  userData,
  complaints,
}) => {
  const { header, page, palette } = app;
  await header.chooseFile('New');
  await palette.layer('Input').click();
  await page.keyboard.press('Control+g');
  await page.getByRole('button', { name: 'Keep Group 1 as a block' }).click();
  await expect(palette.layer('Group 1')).toBeVisible();
  await app.electron.close();
  const again = await App.launch(userData, complaints);
  await expect(again.palette.layer('Group 1')).toBeVisible();
  await again.page.getByRole('button', { name: 'Forget Group 1' }).click();
  await expect(again.palette.layer('Group 1')).toBeHidden();
  await again.electron.close();
});

test('groups of the palette close, and a search opens them', async ({ app }) => {
  const { palette } = app;
  const heading = palette.region.getByRole('button', { name: 'activation', exact: true });
  await expect(palette.layer('Mish')).toBeVisible();
  await heading.click();
  await expect(palette.layer('Mish')).toBeHidden();
  await palette.search.fill('swish');
  await expect(palette.layer('SiLU')).toBeVisible();
  await expect(palette.layer('Linear')).toBeHidden();
});
