/** Where the focus is: round the parts of the window, and back where it came from. */
import { App, expect, test } from '../app';

async function expectRegions({ keyboard }: App, key: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await keyboard.press(key);
    await expect.poll(() => keyboard.readRegion()).toBe(name);
  }
}

test('F6 goes round the parts of the window, and each is few Tab stops', async ({ app }) => {
  const { canvas, header, keyboard, transport } = app;
  await transport.run.click();
  await expectRegions(app, 'F6', ['HEADER', 'Layers', 'Canvas', 'Inspector', 'FOOTER', 'HEADER']);
  await expectRegions(app, 'Shift+F6', ['FOOTER', 'Inspector', 'Canvas']);
  await keyboard.press('ArrowRight');
  await expect(canvas.node('Linear 1')).toBeFocused();
  // A part is come back to where it was left.
  await expectRegions(app, 'F6', ['Inspector', 'FOOTER', 'HEADER', 'Layers', 'Canvas']);
  await expect(canvas.node('Linear 1')).toBeFocused();

  await header.mode('Math').click();
  await expect(app.maths.result).toBeVisible();
  await expectRegions(app, 'F6', ['Stages', 'Arithmetic', 'Numbers', 'FOOTER', 'HEADER']);

  const most = { Overview: 17, Build: 23, 'Data Flow': 22, Math: 14, Shapes: 11, Code: 13, Quiz: 10 };
  for (const [mode, stops] of Object.entries(most)) {
    await header.mode(mode).click();
    await expect.poll(async () => (await keyboard.readStops()).length, mode).toBeLessThanOrEqual(stops);
  }
});

test('a link skips to the canvas', async ({ app }) => {
  const { keyboard } = app;
  await keyboard.press('Tab');
  await expect(app.page.getByRole('button', { name: 'Skip to the canvas' })).toBeFocused();
  await keyboard.press('Enter');
  await expect(app.canvas.node('Input')).toBeFocused();
  await keyboard.press('Shift+Tab');
  await expect.poll(() => keyboard.readRegion()).not.toBe('Canvas');
});

test('the focus comes back after every dialog, search and menu', async ({ app }) => {
  const { canvas, header, keyboard, page } = app;
  const card = canvas.node('ReLU');
  await card.click();
  await keyboard.press('ArrowLeft', 'ArrowRight');
  await expect(card).toBeFocused();
  for (const key of ['F1', '/', 'Control+k', 'Control+f']) {
    await keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
    await keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(card, key).toBeFocused();
  }
  await keyboard.press('Control+f');
  await keyboard.type('softm');
  await keyboard.press('Enter');
  await expect(canvas.node('Softmax')).toBeFocused();
  // Work that is not saved is asked about.
  await keyboard.press('m', 'Control+n');
  await expect(app.question('Save')).toBeVisible();
  await keyboard.press('Escape');
  await expect(canvas.node('Softmax')).toBeFocused();

  const file = page.getByRole('button', { name: 'File', exact: true });
  await file.focus();
  await keyboard.press('Enter', 'Escape');
  await expect(file).toBeFocused();
  await header.undo.focus();
  await keyboard.press('Enter');
  // What was undone last leaves nothing to undo.
  await expect(header.undo).toBeDisabled();
  await expect.poll(() => keyboard.readRegion()).toBe('HEADER');
});

test('a repair, a block that opens and a run that begins keep the focus in the window', async ({ app }) => {
  const { canvas, header, inspector, keyboard, page, training } = app;
  await canvas.node('Input').click();
  await inspector.attribute('shape').fill('1 x 5');
  await inspector.attribute('shape').press('Enter');
  const repair = app.problems.getByRole('button', { name: 'Set in_features to 5' });
  await repair.focus();
  await keyboard.press('Enter');
  await expect(app.problems).toBeHidden();
  // The list is gone: back to the field that was typed in.
  await expect(inspector.attribute('shape')).toBeFocused();
  await expect(app.said).toContainText('Nothing is left to mend.');

  await canvas.node('ReLU').click();
  await keyboard.press('Control+g', 'e');
  await expect(canvas.node('Group 1')).toBeFocused();
  await keyboard.press('e');
  await expect(canvas.node('ReLU')).toBeFocused();
  await keyboard.press('g');
  await expect(page.getByRole('textbox', { name: 'Group name' })).toBeFocused();
  await keyboard.press('Escape');
  await expect(canvas.node('ReLU')).toBeFocused();
  await keyboard.press('Delete');
  await expect(canvas.node('ReLU')).toBeHidden();
  await expect.poll(() => keyboard.readRegion()).toBe('Canvas');
  for (let step = 0; step < 6; step++) await keyboard.press('Control+z');
  await expect(header.undo).toBeDisabled();

  await header.mode('Train').click();
  await training.train.focus();
  await keyboard.press('Enter');
  await expect(training.rows()).toHaveCount(6);
  await expect.poll(() => keyboard.readFocus()).toBe('Train');
  await expect(app.said).toContainText('Training is over, epochs: 5.');
});

test('what changes is said once, as it stands on screen', async ({ app }) => {
  const { header, inspector, keyboard, page, transport } = app;
  await transport.run.click();
  await expect(app.said).toContainText('Run done, 5 stages. Softmax: 1 x 2.');
  await transport.next.click();
  await expect(app.said).toContainText('At stage 2, Linear Layer 1, of 5.');
  await inspector.outputNumber(1).focus();
  await keyboard.press('Enter');
  await expect(app.said).toContainText('Linear Layer 1 0, 1: 0.200.');
  await expect(app.said).not.toContainText('0.1999');
  await expect(inspector.outputNumber(1)).toHaveAccessibleName('Output 0, 1: 0.200');
  await expect(inspector.outputNumber(1)).not.toHaveAccessibleDescription(/./);
  await inspector.outputNumber(1).hover();
  await expect(inspector.outputNumber(1)).toHaveAttribute('title', /^Output 0, 1: 0\.\d{4,}/);
  await expect(page.locator('[aria-live="polite"]')).toHaveCount(2);

  // The keys that are shown are those that step.
  const keys = transport.toolbar.locator('.keys');
  await header.mode('Data Flow').click();
  await expect(keys).toHaveText(/^Alt\s*←\s*→\s*step$/);
  await keyboard.press('Alt+ArrowRight');
  await expect(transport.place).toHaveText('Stage 3 of 5: ReLU');
  await transport.next.focus();
  await expect(keys).toHaveText(/^\s*←\s*→\s*step$/);
  await keyboard.press('ArrowRight');
  await expect(transport.place).toHaveText('Stage 4 of 5: Linear Layer 2');
  await keyboard.press('ArrowUp');
  await expect(transport.play).toBeFocused();
});

test('the window is zoomed and filled, and keeps its size', async ({ app, userData, complaints }) => {
  const { keyboard, page } = app;
  const readZoom = () => page.evaluate(() => outerWidth / innerWidth);
  await keyboard.press('Control++');
  await expect.poll(readZoom).toBeCloseTo(1.1, 1);
  await keyboard.press('Control++');
  await expect.poll(readZoom).toBeCloseTo(1.25, 1);
  await keyboard.press('Control+-', 'Control+0');
  await expect.poll(readZoom).toBeCloseTo(1, 1);
  await keyboard.press('Control+=');
  await expect.poll(readZoom).toBeCloseTo(1.1, 1);
  await keyboard.press('F11');
  const readIsFull = () =>
    app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFullScreen());
  await expect.poll(readIsFull).toBe(true);
  await keyboard.press('F11');
  await expect.poll(readIsFull).toBe(false);
  await app.electron.close();
  const again = await App.launch(userData, complaints);
  await expect.poll(() => again.page.evaluate(() => outerWidth / innerWidth)).toBeCloseTo(1.1, 1);
  await again.electron.close();
});
