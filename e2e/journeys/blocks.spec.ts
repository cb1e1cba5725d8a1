/** Blocks of layers: taken from the palette, opened and closed, kept under a name. */
import { expect, test } from '../app';
import { settled } from '../settled';

test('a block is wired in, kept under a name and put in again', async ({ app }) => {
  const { canvas, header, inspector, page, palette, transport } = app;
  await header.chooseFile('New');
  await palette.layer('Input').click();
  await inspector.attribute('shape').fill('1 x 4');
  await page.keyboard.press('Enter');
  await palette.layer('Feed-forward block').click();
  const card = canvas.node('Feed-forward block');
  await expect(card).toBeVisible();
  await canvas.wire('Input 1', 'Feed-forward block');
  await expect(card).toHaveAccessibleName('Feed-forward block, block of 4 layers, output 1 x 8');

  // Closed it is one stage, open its layers are.
  await transport.run.click();
  await transport.last.click();
  await expect(transport.place).toContainText('Stage 2 of 2: Feed-forward block: Linear 2');
  await expect(inspector.output.getByRole('gridcell')).toHaveCount(8);
  const closed = await settled(() => inspector.readOutputs());
  await card.getByRole('button', { name: 'Open Feed-forward block' }).click();
  const frame = page.getByRole('region', { name: 'Feed-forward block' });
  await expect(frame).toBeVisible();
  await transport.last.click();
  await expect(transport.place).toContainText('Stage 5 of 5: Linear 2');
  await expect.poll(() => inspector.readOutputs()).toEqual(closed);
  await page.keyboard.press('e');
  await expect(card).toBeVisible();
  await expect(canvas.node('Linear 2')).toBeHidden();
  await page.keyboard.press('e');
  await canvas.fit.click();

  await canvas.node('GELU 1').click();
  await inspector.attribute('approximate').selectOption('tanh');
  await transport.run.click();
  await expect(inspector.output.getByRole('gridcell')).toHaveCount(16);
  await canvas.node('Linear 1').click();
  const before = await settled(() => inspector.readOutputs());
  await canvas.node('GELU 1').click();
  await expect(async () => {
    const outputs = await inspector.readOutputs();
    expect(outputs).toHaveLength(16);
    for (const [at, x] of before.entries()) {
      const bent = 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
      expect(outputs[at]).toBeCloseTo(bent, 2);
    }
  }).toPass();

  await frame.getByRole('textbox', { name: 'Group name' }).fill('My block');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Keep My block as a block' }).click();
  await palette.layer('My block').click();
  await expect(canvas.node('My block')).toHaveAccessibleName(/^My block, block of 4 layers/);
  await canvas.node('My block').click();
  await page.keyboard.press('Delete');
  await expect(canvas.node('My block')).toBeHidden();
  await header.undo.click();
  await header.undo.click();
  await expect(canvas.node('My block')).toBeHidden();
  await expect(canvas.node('GELU 1')).toBeVisible();
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
