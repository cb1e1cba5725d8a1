/** Saving, reopening and exporting, and what becomes of unsaved work. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import ort from 'onnxruntime-node';
import { App, expect, test } from '../app';

test('the exported model gives the same numbers in a runtime of its own', async ({ app, userData }) => {
  const file = path.join(userData, 'network.onnx');
  await app.answerSaveDialog(file);
  await app.transport.run.click();
  await app.header.chooseFile('Export ONNX…');
  await expect(app.notices).toContainText('opset 17, IR version 8');
  const session = await ort.InferenceSession.create(file);
  expect(session.inputNames).toEqual(['input']);
  expect(session.outputNames).toEqual(['softmax']);
  const answers = await session.run({ input: new ort.Tensor('float32', [0.5, 1, -1.5], [1, 3]) });
  const probabilities = Array.from(answers.softmax?.data as Float32Array);
  expect(probabilities[0]).toBeCloseTo(1 / (1 + Math.exp(-0.6)), 6);
  expect(probabilities[1]).toBeCloseTo(1 - 1 / (1 + Math.exp(-0.6)), 6);
});

test('saved, closed and reopened, the document is the same', async ({ app, userData, complaints }) => {
  const file = path.join(userData, 'mine.loom');
  await app.answerSaveDialog(file);
  await app.canvas.node('Linear 1').click();
  await app.inspector.number('bias', 0).fill('0.5');
  await expect(app.header.title).toContainText('unsaved');
  await app.page.keyboard.press('Control+s');
  await expect(app.header.title).toHaveText('mine.loom');
  const first = await readFile(file);
  await app.electron.close();

  const again = await App.launch(userData, complaints);
  await expect(again.header.title).toContainText('Forward pass computation in PyTorch');
  await again.header.chooseFile('mine.loom');
  await expect(again.header.title).toHaveText('mine.loom');
  await again.canvas.node('Linear 1').click();
  await expect(again.inspector.number('bias', 0)).toHaveValue('0.5');
  await again.page.keyboard.press('Control+s');
  await expect.poll(async () => (await readFile(file)).equals(first)).toBe(true);
  await again.electron.close();
});

test('another document takes the place of unsaved work only when asked', async ({ app }) => {
  await app.canvas.node('Linear 1').click();
  await app.inspector.number('bias', 0).fill('0.5');
  await app.page.keyboard.press('Control+n');
  const question = app.page.getByRole('alertdialog');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(app.canvas.node('Linear 1')).toBeVisible();
  await app.page.keyboard.press('Control+n');
  await question.getByRole('button', { name: 'Don’t save' }).click();
  await expect(app.canvas.node('Linear 1')).toBeHidden();
});
