/** Numbers typed and pasted: what is none leaves the old value, in every field that takes one. */
import type { Locator } from '@playwright/test';
import { expect, test, type App } from '../app';

/** Each begins with what is a number. */
const noNumbers = ['1/2', '1,234.5', '50%', '1 000', '0x10', '2.5.1', '3e', '1e39', '1e-50', '-'];

/** As a person does it: what stands there is selected, and each key replaces or adds. */
async function typeInto({ page }: App, field: Locator, text: string): Promise<void> {
  await field.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

async function pasteInto({ page, electron }: App, field: Locator, text: string): Promise<void> {
  await electron.evaluate(({ clipboard }, copied) => {
    void clipboard.writeText(copied);
  }, text);
  await field.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+v');
}

/** Typed and pasted, left by Tab and by Enter: the old value stands there, and what is wrong is said. */
async function expectRefusals(app: App, field: Locator, said: Locator, old: string): Promise<void> {
  for (const [at, text] of noNumbers.entries()) {
    for (const enter of [typeInto, pasteInto]) {
      await enter(app, field, text);
      await field.press(at % 2 === 0 ? 'Tab' : 'Enter');
      await expect(said.filter({ hasText: `"${text}"` })).toBeVisible();
      await field.blur();
      await expect(field).toHaveValue(old);
    }
  }
}

test('a parameter: what is no number is taken back at once, and is no undo step', async ({ app }) => {
  const { canvas, header, inspector, page, transport } = app;
  await transport.run.click();
  await canvas.node('Linear 1').click();
  const bias = inspector.number('bias', 0);
  const output = inspector.output.getByRole('gridcell').first();
  await expect(output).toHaveText('0.100');
  const old = '0.05';
  await bias.fill(old);
  await bias.press('Tab');
  await expect(output).toHaveText(/^0\.\d+$/);
  await expectRefusals(app, bias, inspector.region.getByRole('alert'), old);

  // The network computes with what the field says: a number while it is one, else with the old.
  await typeInto(app, bias, '7');
  await expect(output).toHaveText(/^[67]\.\d+$/);
  await page.keyboard.type('/');
  await expect(output).toHaveText(/^0\.\d+$/);
  await page.keyboard.press('Tab');
  await expect(bias).toHaveValue(old);
  // All of that is no step: the one before is that to the old value.
  await header.undo.click();
  await expect(bias).not.toHaveValue(old);
  await expect(header.undo).toBeDisabled();
  await header.redo.click();
  await expect(bias).toHaveValue(old);

  // Escape takes back what was typed, and its effect.
  await typeInto(app, bias, '7');
  await expect(output).toHaveText(/^[67]\.\d+$/);
  await page.keyboard.press('Escape');
  await expect(bias).toHaveValue(old);
  await expect(output).toHaveText(/^0\.\d+$/);

  // A comma is a point.
  await typeInto(app, bias, '7,5');
  await page.keyboard.press('Tab');
  await expect(bias).toHaveValue('7.5');
  await header.undo.click();
  await expect(bias).toHaveValue(old);
});

test('the numbers of an input, and an attribute', async ({ app }) => {
  const { canvas, header, inspector, page } = app;
  await canvas.node('Linear 1').click();
  await expectRefusals(app, inspector.attribute('out_features'), inspector.region.getByRole('alert'), '4');

  await header.mode('Predict').click();
  const input = page.getByRole('region', { name: 'The input' });
  const number = input.getByRole('textbox', { name: 'Input 0, 0' });
  await number.fill('0.25');
  await number.press('Tab');
  await expectRefusals(app, number, input.getByRole('alert'), '0.25');
  await page.getByRole('button', { name: 'Next row' }).click();
  const row = input.getByLabel('Row', { exact: true });
  await expectRefusals(app, row, input.getByRole('alert'), '1');
});

test('settings of a run, rows at once and how rows are drawn', async ({ app }) => {
  const { header, page, shapes, training } = app;
  await header.mode('Shapes').click();
  await shapes.rowsAtOnce.fill('32');
  await shapes.rowsAtOnce.press('Enter');
  await expectRefusals(app, shapes.rowsAtOnce, app.notices, '32');
  await shapes.rowsAtOnce.press('ArrowUp');
  await expect(shapes.rowsAtOnce).toHaveValue('33');

  await header.mode('Train').click();
  await training.set('Epochs', '20');
  await expectRefusals(app, training.setting('Epochs'), app.notices, '20');
  await training.watch('Data');
  await training.data.selectOption('Moons');
  const seed = page.getByLabel('Drawn by seed');
  await seed.fill('5');
  await seed.press('Tab');
  await expectRefusals(app, seed, app.notices, '5');
});
