/** Work that was never saved: it comes back, however the app ended. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { App, expect, test } from '../app';
import { settled } from '../settled';

test('unsaved work survives a killed app', async ({ app, userData, complaints }) => {
  await app.leaveUnsavedWork();
  await app.kill();

  const again = await App.launch(userData, complaints);
  await expect(again.notices).toContainText('Your unsaved work');
  await again.canvas.node('Linear 1').click();
  await expect(again.inspector.number('bias', 0)).toHaveValue('0.25');
  await expect(again.header.title).toContainText('unsaved');
  await again.electron.close();
});

test('killed amid edits that never pause, it loses at most the last two seconds', async ({
  app,
  userData,
  complaints,
}) => {
  await app.canvas.node('Linear 1').click();
  const field = app.inspector.number('bias', 0);
  await field.focus();
  const edits = 40;
  await field.evaluate(async (input, count) => {
    for (let edit = 1; edit <= count; edit++) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      if (!(input instanceof HTMLInputElement)) return;
      input.value = String(edit);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }, edits);
  await app.kill();

  const again = await App.launch(userData, complaints);
  await again.canvas.node('Linear 1').click();
  const kept = again.inspector.number('bias', 0);
  await expect.poll(async () => Number(await kept.inputValue())).toBeGreaterThanOrEqual(edits - 2_000 / 150);
  await again.electron.close();
});

test('a killed training run comes back with its weights and its curve, five seconds old at most', async ({
  app,
  userData,
  complaints,
}) => {
  const readLastEpoch = async ({ training }: App): Promise<number> =>
    Number(await training.column(0).last().innerText());
  await app.header.mode('Train').click();
  await app.training.set('Epochs', '10000');
  await app.training.set('Learning rate', '0.00001');
  await app.training.train.click();
  let before = 0;
  await expect.poll(async () => (before = await readLastEpoch(app))).toBeGreaterThan(3);
  await app.page.waitForTimeout(5_000);
  await expect(app.training.stop).toBeEnabled();
  await app.kill();

  const again = await App.launch(userData, complaints);
  await expect(again.notices).toContainText(/Your unsaved work from .* is back, trained up to epoch \d+/);
  const said = await settled(() => again.notices.innerText());
  const epoch = Number(/epoch (\d+)/.exec(said)?.[1]);
  expect(epoch).toBeGreaterThanOrEqual(before);
  await again.header.mode('Train').click();
  await expect.poll(() => readLastEpoch(again)).toBe(epoch);
  await expect(again.training.chart).toBeVisible();
  await again.header.mode('Build').click();
  await again.canvas.node('Linear 1').click();
  await expect(again.inspector.number('weight', 0, 0)).not.toHaveValue('0.07');
  await again.electron.close();
});

test('a lesson that is edited stays one: brought back, and saved in a file of one’s own', async ({
  app,
  userData,
  complaints,
}) => {
  const about = 'One row of three numbers goes in';
  await app.leaveUnsavedWork();
  await app.kill();

  const again = await App.launch(userData, complaints);
  await again.header.mode('Overview').click();
  await expect(again.page.getByText(about)).toBeVisible();
  const file = path.join(userData, 'mine.loom');
  await again.answerSaveDialog(file);
  await again.page.keyboard.press('Control+s');
  await expect(again.header.title).toHaveText('mine.loom');
  await expect(again.page.getByText(about)).toBeVisible();
  expect(Object.keys(unzipSync(await readFile(file)))).toEqual(
    expect.arrayContaining(['document.json', 'lesson.json', 'lesson.md', 'quiz.json']),
  );
  await again.page.keyboard.press('Control+n');
  await expect(again.page.getByText(about)).toBeHidden();
  await again.header.chooseFile('mine.loom');
  await expect(again.header.title).toHaveText('mine.loom');
  await again.header.mode('Overview').click();
  await expect(again.page.getByText(about)).toBeVisible();
  await again.electron.close();
});

test('what was saved does not come back', async ({ app, userData, complaints }) => {
  await app.leaveUnsavedWork();
  await app.answerSaveDialog(path.join(userData, 'mine.loom'));
  await app.page.keyboard.press('Control+s');
  await expect.poll(() => readdir(path.join(userData, 'recovery'))).not.toContain('index.json');
  await app.kill();
  const again = await App.launch(userData, complaints);
  await expect(again.header.title).toContainText('Forward pass computation in PyTorch');
  await expect(again.notices).toBeEmpty();
  await again.electron.close();
});

test('work that an earlier version kept comes back', async ({ app, userData, complaints }) => {
  const file = path.join(userData, 'mine.loom');
  await app.canvas.node('Linear 1').click();
  await app.inspector.number('bias', 0).fill('0.5');
  await app.answerSaveDialog(file);
  await app.page.keyboard.press('Control+s');
  await expect(app.header.title).toContainText('mine.loom');
  await app.electron.close();
  const folder = path.join(userData, 'recovery');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'unsaved.loom'), await readFile(file));
  await writeFile(path.join(folder, 'unsaved.json'), '{"name":');
  const again = await App.launch(userData, complaints);
  await expect(again.notices).toContainText('Your unsaved work');
  await again.canvas.node('Linear 1').click();
  await expect(again.inspector.number('bias', 0)).toHaveValue('0.5');
  await again.electron.close();
});

test('work that cannot be opened is set aside, never thrown away', async ({ app, userData, complaints }) => {
  await app.leaveUnsavedWork();
  await app.electron.close();
  const folder = path.join(userData, 'recovery');
  const parts = await readdir(folder);
  await writeFile(path.join(folder, 'index.json'), '{"format": 1,');
  const again = await App.launch(userData, complaints);
  await expect(again.notices).toContainText('could not be brought back');
  await expect(again.notices).toContainText('It was set aside as');
  const aside = (await readdir(userData)).find((name) => /^unsaved-\d+$/.test(name)) ?? '';
  expect(await readdir(path.join(userData, aside))).toEqual(parts);
  await again.electron.close();
});
