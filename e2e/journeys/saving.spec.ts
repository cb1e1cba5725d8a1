/** Saving takes nothing from anyone: what is there, and what another program did to it, is asked about. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type App, expect, test } from '../app';

/** The lesson saved as mine.loom, and a bias of 0.5 that is not. */
async function saveAndEdit(app: App, file: string): Promise<void> {
  await app.answerSaveDialog(file);
  await app.page.keyboard.press('Control+s');
  await expect(app.header.title).toHaveText('mine.loom');
  await app.canvas.node('Linear 1').click();
  await app.inspector.number('bias', 0).fill('0.5');
  await expect(app.header.title).toContainText('unsaved');
}

/** A document that is opened has nothing selected; its Linear 1 is, after this. */
async function showsReloaded(app: App): Promise<void> {
  await expect(app.inspector.number('bias', 0)).toBeHidden();
  await app.canvas.node('Linear 1').click();
}

async function comesBack(app: App): Promise<void> {
  await app.page.evaluate(() => {
    window.dispatchEvent(new Event('focus'));
  });
}

test('a file that another program changed: each answer', async ({ app, userData }) => {
  const file = path.join(userData, 'mine.loom');
  await saveAndEdit(app, file);
  const question = app.question('“mine.loom” was changed by another program');
  const theirs = await readFile(file);
  await writeFile(file, 'THEIRS');
  await app.page.keyboard.press('Control+s');
  await expect(question).toBeVisible();
  // Until the question has the keyboard, Escape takes back what was typed.
  await expect(app.inspector.number('bias', 0)).not.toBeFocused();
  await app.page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(app.inspector.number('bias', 0)).toBeFocused();
  await expect(app.header.title).toContainText('unsaved');
  expect(await readFile(file, 'utf8')).toBe('THEIRS');

  // What cannot be opened takes the place of nothing.
  await app.page.keyboard.press('Control+s');
  await question.getByRole('button', { name: 'Reload' }).click();
  await expect(app.notices).toContainText('mine.loom is not a Layerloom file');
  await expect(app.inspector.number('bias', 0)).toHaveValue('0.5');

  const other = path.join(userData, 'other.loom');
  await writeFile(file, 'THEIRS AGAIN');
  await app.answerSaveDialog(other);
  await app.page.keyboard.press('Control+s');
  await question.getByRole('button', { name: 'Save as…' }).click();
  await expect(app.header.title).toHaveText('other.loom');
  expect(await readFile(file, 'utf8')).toBe('THEIRS AGAIN');

  const again = app.question('“other.loom” was changed by another program');
  await writeFile(other, theirs);
  await app.inspector.number('bias', 0).fill('0.75');
  await app.page.keyboard.press('Control+s');
  await again.getByRole('button', { name: 'Overwrite' }).click();
  await expect(app.header.title).toHaveText('other.loom');
  expect((await readFile(other)).equals(theirs)).toBe(false);

  await writeFile(other, theirs);
  await app.inspector.number('bias', 0).fill('0.25');
  await app.page.keyboard.press('Control+s');
  await again.getByRole('button', { name: 'Reload' }).click();
  await showsReloaded(app);
  await expect(app.inspector.number('bias', 0)).not.toHaveValue('0.25');
  await expect(app.header.title).toHaveText('other.loom');
});

test('saved before another is opened, a file that was removed is asked about first', async ({
  app,
  userData,
}) => {
  const file = path.join(userData, 'mine.loom');
  await saveAndEdit(app, file);
  await rm(file);
  await app.page.keyboard.press('Control+n');
  const first = app.question('Save “mine.loom” first?');
  await first.getByRole('button', { name: 'Save', exact: true }).click();
  const removed = app.question('“mine.loom” is no longer there');
  await removed.getByRole('button', { name: 'Cancel' }).click();
  await first.getByRole('button', { name: 'Save', exact: true }).click();
  await removed.getByRole('button', { name: 'Save again' }).click();
  await expect(app.canvas.node('Linear 1')).toBeHidden();
  expect((await readFile(file)).subarray(0, 2).toString()).toBe('PK');
});

test('coming back to the window, a change is said once, with Reload', async ({ app, userData }) => {
  const file = path.join(userData, 'mine.loom');
  await app.answerSaveDialog(file);
  await app.page.keyboard.press('Control+s');
  await expect(app.header.title).toHaveText('mine.loom');
  const first = await readFile(file);
  await app.canvas.node('Linear 1').click();
  await app.inspector.number('bias', 0).fill('0.5');
  await app.page.keyboard.press('Control+s');
  await expect(app.header.title).toHaveText('mine.loom');

  await writeFile(file, first);
  await comesBack(app);
  await expect(app.notices).toContainText('mine.loom was changed by another program');
  await app.notices.getByRole('button', { name: 'Dismiss' }).click();
  await comesBack(app);
  await expect(app.notices).toBeEmpty();

  await rm(file);
  await comesBack(app);
  await expect(app.notices).toContainText('mine.loom is no longer where it was');
  await writeFile(file, first);
  await comesBack(app);
  await app.notices.getByRole('button', { name: 'Reload' }).click();
  await showsReloaded(app);
  await expect(app.inspector.number('bias', 0)).not.toHaveValue('0.5');
  await expect(app.notices).toBeEmpty();
});
