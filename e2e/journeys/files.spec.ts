/** Saving, reopening, exporting, and what happens to files that are not what they say. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import ort from 'onnxruntime-node';
import { App, expect, test } from '../app';
import { settled } from '../settled';

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

test('an ONNX model is opened as the layers found in it, with its weights', async ({ app, userData }) => {
  await app.canvas.node('Linear 1').click();
  const bias = await settled(() => app.inspector.readNumbers('bias'));
  const broken = path.join(userData, 'broken.onnx');
  await writeFile(broken, 'no model');
  await app.answerOpenDialog(broken);
  await app.header.chooseFile('Open…');
  await expect(app.notices).toContainText('broken.onnx is not an ONNX model');

  const file = path.join(userData, 'network.onnx');
  await app.answerSaveDialog(file);
  await app.header.chooseFile('Export ONNX…');
  await expect(app.notices).toContainText('opset 17');
  await app.answerOpenDialog(file);
  await app.header.chooseFile('Open…');
  await expect(app.notices).toContainText('network.onnx as 5 layers');
  await expect(app.canvas.node('Linear 1')).toHaveAccessibleName('Linear 1, Linear, output 1 x 4');
  await app.canvas.node('Linear 1').click();
  await expect.poll(() => app.inspector.readNumbers('bias')).toEqual(bias);
  await expect(app.header.title).toContainText('unsaved');
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

test('a network that is not complete is not exported', async ({ app }) => {
  await app.canvas.node('Input').click();
  await app.inspector.attribute('shape').fill('1 x 7');
  await app.inspector.attribute('shape').press('Enter');
  await app.header.chooseFile('Export ONNX…');
  await expect(app.notices).toContainText('Linear Layer 1 expects 3 features but gets 1 x 7');
  await expect(app.notices).toContainText('so it was not exported');
});

test('files that are not what they say: a sentence, nothing lost', async ({ app, userData }) => {
  const whole = path.join(userData, 'whole.loom');
  await app.answerSaveDialog(whole);
  await app.page.keyboard.press('Control+s');
  await expect(app.header.title).toHaveText('whole.loom');
  const bytes = await readFile(whole);
  await mkdir(path.join(userData, 'bad'));
  const bad = (name: string) => path.join(userData, 'bad', name);
  await writeFile(bad('cut.loom'), bytes.subarray(0, bytes.length / 2));
  await writeFile(bad('letter.loom'), 'Dear teacher');
  await writeFile(bad('empty.loom'), '');
  await writeFile(bad('model.onnx'), '<!DOCTYPE html>\n<html><body>404: Not Found</body></html>');
  for (const [name, sentence] of [
    ['cut.loom', 'is damaged'],
    ['letter.loom', 'is not a Layerloom file'],
    ['empty.loom', 'is not a Layerloom file'],
    ['gone.loom', 'cannot be found'],
    ['model.onnx', 'is a web page (HTML)'],
  ] as const) {
    await app.answerOpenDialog(bad(name));
    await app.page.keyboard.press('Control+o');
    await expect(app.notices).toContainText(`${name} ${sentence}`);
  }
  await writeFile(bad('weights.pt'), 'version https://git-lfs.github.com/spec/v1\n');
  await app.drop(bad('weights.pt'));
  await expect(app.notices).toContainText('weights.pt is a pointer of Git LFS');
  await expect(app.header.title).toHaveText('whole.loom');
  await app.transport.run.click();
  await app.canvas.node('Softmax').click();
  await expect(app.inspector.output.getByRole('gridcell')).toHaveText(['0.646', '0.354']);
});

test('a place that cannot be written to is said, and the work stays open', async ({ app }) => {
  await app.canvas.node('Linear 1').click();
  await app.inspector.number('bias', 0).fill('0.5');
  await app.answerSaveDialog('/proc/nowhere/mine.loom');
  await app.page.keyboard.press('Control+s');
  await expect(app.notices).toContainText('mine.loom could not be written');
  await expect(app.header.title).toContainText('unsaved');
  await expect(app.inspector.number('bias', 0)).toHaveValue('0.5');
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
