/** Files named by the system: as the app starts, and while it runs. */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { App, expect, root, test } from '../app';

/** Starts the app once more for the same person; answers what it wrote to the terminal and its exit code. */
async function startAgain(
  app: App,
  files: string | readonly string[],
  folder: string,
): Promise<{ code: number | null; said: string }> {
  const flags = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${app.userData}`];
  const second = spawn(await app.program(), [...flags, root, ...[files].flat()], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  second.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve) => second.once('close', resolve));
  return { code, said };
}

/** The lesson with a bias of 0.5, saved. */
async function saveChanged(app: App, name: string): Promise<string> {
  const file = path.join(app.userData, name);
  await app.answerSaveDialog(file);
  await app.canvas.node('Linear 1').click();
  await app.inspector.number('bias', 0).fill('0.5');
  await app.page.keyboard.press('Control+s');
  await expect(app.header.title).toHaveText(name);
  return file;
}

test('a network named at the start is the one that is open', async ({ app, userData, complaints }) => {
  const file = await saveChanged(app, 'week 3.loom');
  await app.electron.close();
  const again = await App.launch(userData, complaints, { files: [file] });
  await expect(again.header.title).toHaveText('week 3.loom');
  await again.canvas.node('Linear 1').click();
  await expect(again.inspector.number('bias', 0)).toHaveValue('0.5');
  await again.electron.close();
});

test('a second start hands its file to the window, which asks about unsaved work', async ({
  app,
  userData,
}) => {
  await saveChanged(app, 'week3.loom');
  await app.inspector.number('bias', 0).fill('0.75');
  await expect(app.header.title).toContainText('unsaved');
  await app.inspector.number('bias', 0).blur();
  expect((await startAgain(app, 'week3.loom', userData)).code).toBe(0);
  const question = app.question('Save “week3.loom” first?');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(app.inspector.number('bias', 0)).toHaveValue('0.75');

  await startAgain(app, 'week3.loom', userData);
  await question.getByRole('button', { name: 'Don’t save' }).click();
  await expect(app.header.title).toHaveText('week3.loom');
  await app.canvas.node('Linear 1').click();
  await expect(app.inspector.number('bias', 0)).toHaveValue('0.5');
});

test('a second start with a path that is gone says so where it was typed and in the window', async ({
  app,
  userData,
}) => {
  await writeFile(path.join(userData, 'other.loom'), '');
  const { code, said } = await startAgain(app, 'gone.loom', userData);
  expect(code).toBe(1);
  expect(said).toContain('gone.loom');
  await expect(app.notices).toContainText('gone.loom');
});

test('more files than one start can tell another are refused, and the window stays', async ({
  app,
  userData,
}) => {
  const many = Array.from({ length: 600 }, (_, at) => `${'hand-in '.repeat(12)}${at}.loom`);
  const { code, said } = await startAgain(app, many, userData);
  expect(code).toBe(1);
  expect(said).toContain('So many files cannot be named at once');
  await app.transport.run.click();
  await expect(app.transport.place).toContainText('Stage 1 of 5');
});
