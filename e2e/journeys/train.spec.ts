/** Real training in the window: the tutorial's ten figures, and looking back at an epoch. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import ort from 'onnxruntime-node';
import { expect, test } from '../app';
import { settled } from '../settled';

test('the lesson learns, with the ten figures of the tutorial', async ({ app }) => {
  const { header, training } = app;
  await header.mode('Train').click();
  await training.train.click();
  await expect(training.rows()).toHaveCount(6);
  const readLosses = async () =>
    (await training.column(1).allInnerTexts()).map((text) => Number(text).toFixed(1));
  await expect.poll(readLosses).toEqual(['1.2', '0.9', '0.7', '0.5', '0.4']);
  await expect(training.column(2)).toHaveText(['0.45', '0.60', '0.72', '0.80', '0.85']);
  await expect(training.column(3)).toHaveText([/\S/, /\S/, /\S/, /\S/, /\S/]);
  await expect(training.chart).toBeVisible();
});

test('an epoch can be looked back at, down to the sum, and kept', async ({ app }) => {
  const { header, training, transport, canvas, inspector } = app;
  await transport.run.click();
  await header.mode('Train').click();
  await training.train.click();
  await expect(training.rows()).toHaveCount(6);
  await header.mode('Build').click();
  await canvas.node('Softmax').click();
  await expect(inspector.output.getByRole('gridcell')).toHaveText(['0.536', '0.464']);
  await header.mode('Train').click();
  await training.epoch.fill('0');
  await header.mode('Data Flow').click();
  await expect(transport.toolbar).toContainText('as it was after epoch 0');
  await expect(inspector.output.getByRole('gridcell')).toHaveText(['0.646', '0.354']);
  await canvas.node('Linear 1').click();
  await inspector.outputNumber(0).click();
  await expect(inspector.sum).toContainText('0.5·0.07 + 1.0·0.27 + (-1.5)·0.08 + (-0.085) = 0.1');
  await header.mode('Train').click();
  await training.epoch.fill('1');
  await training.keep.click();
  await header.mode('Build').click();
  await expect(inspector.number('weight', 0, 1)).not.toHaveValue('0.27');
  await header.undo.click();
  await header.undo.click();
  await expect(inspector.number('weight', 0, 1)).toHaveValue('0.27');
});

test('an epoch that is looked at is exported as it is shown', async ({ app, userData }) => {
  const { header, notices, training } = app;
  const file = path.join(userData, 'before.onnx');
  await app.answerSaveDialog(file);
  await header.mode('Train').click();
  await training.train.click();
  await expect(training.rows()).toHaveCount(6);
  await training.epoch.fill('0');
  await header.chooseFile('Export ONNX…');
  await expect(notices).toContainText('Exported before.onnx with the weights of epoch 0');
  await expect(notices).toContainText('It was run and gives the same numbers.');
  const session = await ort.InferenceSession.create(file);
  const { softmax } = await session.run({ input: new ort.Tensor('float32', [0.5, 1, -1.5], [1, 3]) });
  expect((softmax?.data as Float32Array)[0]).toBeCloseTo(0.646, 3);
});

test('a halted run whose weights were changed is not offered to be resumed', async ({ app }) => {
  const { canvas, header, inspector, training } = app;
  await header.mode('Train').click();
  await training.oneEpoch.click();
  await expect(training.resume).toBeVisible();
  await header.mode('Build').click();
  await canvas.node('Linear 1').click();
  await inspector.number('bias', 0).fill('0.5');
  await inspector.number('bias', 0).press('Enter');
  await header.mode('Train').click();
  await expect(training.train).toBeVisible();
  await expect(training.resume).toBeHidden();
});

test('one epoch at a time comes to the same as all at once', async ({ app }) => {
  const { header, training } = app;
  await header.mode('Train').click();
  for (let epoch = 1; epoch <= 3; epoch++) {
    await training.oneEpoch.click();
    await expect(training.rows()).toHaveCount(epoch + 1);
  }
  await expect(training.column(1)).toHaveText(['1.217', '0.912', '0.683']);
});

test('a long run is stopped in the middle, and what it learned stays', async ({ app }) => {
  const { header, training } = app;
  await header.mode('Train').click();
  await training.setting('Epochs').fill('10000');
  await training.setting('Epochs').press('Tab');
  await training.train.click();
  await expect(training.trace).toContainText('30');
  await training.stop.click();
  await expect(training.train).toBeVisible();
  await expect(header.undo).toBeEnabled();
  await expect.poll(() => training.rows().count()).toBeLessThan(10_000);
});

test('rows of one’s own, from a CSV file to a trained network', async ({ app, userData }) => {
  const { header, training, canvas, inspector } = app;
  const file = path.join(userData, 'fruit.csv');
  const rows = Array.from({ length: 60 }, (_, at) => {
    const isApple = at % 2 === 0;
    return `${isApple ? 1 + (at % 5) / 10 : -1 - (at % 7) / 10},${(at % 3) / 10},${isApple ? 0.5 : -0.5},${isApple ? 'apple' : 'pear'}`;
  });
  await writeFile(file, `a,b,c,fruit\n${rows.join('\n')}\n`);
  await header.mode('Train').click();
  await app.answerOpenDialog(file);
  await training.openFile.click();
  await expect(app.page.getByText('60 rows, 3 features · classes apple, pear')).toBeVisible();
  await training.watch('Curves');
  await training.setting('Learning rate').fill('0,1');
  await training.setting('Epochs').fill('20');
  await training.setting('Epochs').press('Tab');
  await training.train.click();
  await expect(training.rows()).toHaveCount(21);
  await expect.poll(async () => Number(await training.column(2).last().innerText())).toBeGreaterThan(0.95);
  await header.mode('Build').click();
  await canvas.node('Linear 1').click();
  await expect(inspector.number('weight', 0, 0)).not.toHaveValue('0.07');
});

test('what cannot be trained is a sentence, and nothing is lost', async ({ app }) => {
  const { header, training } = app;
  await header.mode('Train').click();
  await training.setting('Scored layer').selectOption('The last layer');
  await training.train.click();
  await expect(app.page.getByRole('alert')).toContainText('CrossEntropyLoss takes scores');
  await app.page.getByRole('button', { name: 'Score Linear Layer 2' }).click();
  await expect(training.setting('Scored layer')).toHaveValue('linear-2');
  await training.setting('Learning rate').fill('-1');
  await training.setting('Learning rate').press('Tab');
  await expect(training.setting('Learning rate')).toHaveValue('0.01');
  await training.train.click();
  await expect(training.rows()).toHaveCount(6);
});

test('paused, stepped by a minibatch and resumed, it comes to the same as a run without a stop', async ({
  app,
}) => {
  const { header, training } = app;
  await header.mode('Train').click();
  await training.oneBatch.click();
  await expect(training.status).toHaveText('Paused in epoch 1, after minibatch 1');
  await training.oneBatch.click();
  await expect(training.status).toHaveText('Paused in epoch 1, after minibatch 2');
  await training.oneEpoch.click();
  await expect(training.status).toHaveText('Paused, 1 epoch trained');
  await training.resume.click();
  await expect(training.rows()).toHaveCount(6);
  await expect(training.train).toBeVisible();
  await expect(training.column(1)).toHaveText(['1.217', '0.912', '0.683', '0.516', '0.419']);
  await expect(header.undo).toBeEnabled();
  await header.undo.click();
  await expect(header.undo).toBeDisabled();
});

test('in a short run each minibatch can be looked back at', async ({ app }) => {
  const { header, training, transport } = app;
  await header.mode('Train').click();
  await training.set('Epochs', '2');
  await training.train.click();
  await expect(training.rows()).toHaveCount(3);
  await training.setting('Each minibatch').check();
  // 20 minibatches an epoch: place 33 is the 13th of the second.
  await training.epoch.fill('33');
  await expect(training.epoch).toHaveAttribute('aria-valuetext', 'After epoch 2, minibatch 13');
  await header.mode('Data Flow').click();
  await expect(transport.toolbar).toContainText('as it was after epoch 2, minibatch 13');
});

test('a loss that is no number stops the run with the place it came from, and one click slows it down', async ({
  app,
}) => {
  const { header, training, page } = app;
  await header.mode('Train').click();
  await training.set('Learning rate', '1000');
  await training.set('Epochs', '50');
  await page.getByText('More', { exact: true }).click();
  await training.set('Momentum', '0.9');
  await training.train.click();
  await expect(page.getByRole('alert')).toContainText(
    /Training stopped: the .+ of Linear Layer \d became -?(Infinity|NaN) in epoch \d+, minibatch \d+\./,
  );
  await page.getByRole('button', { name: 'Lower the learning rate to 100' }).click();
  await expect(training.setting('Learning rate')).toHaveValue('100');
  await expect(page.getByRole('alert')).toBeHidden();
});

test('an engine that ends in the middle is replaced, and the run goes on with the same numbers', async ({
  app,
}) => {
  const { header, training } = app;
  await header.mode('Train').click();
  await training.set('Epochs', '2000');
  await training.train.click();
  await expect(training.train).toBeVisible({ timeout: 30_000 });
  const readLast = async () => (await training.column(1).allInnerTexts()).slice(-100);
  const whole = await settled(readLast);
  await header.undo.click();
  await training.train.click();
  await expect(training.trace).toContainText('30');
  process.kill(await app.enginePid(), 'SIGKILL');
  await expect(app.notices).toContainText(
    'The engine stopped in the middle of training and was started again',
  );
  await expect(training.train).toBeVisible({ timeout: 30_000 });
  await expect(training.trace).toContainText('2000');
  await expect.poll(readLast).toEqual(whole);
});

test('closing asks while the network trains, and only then', async ({ app }) => {
  const { header, training, page, electron } = app;
  await header.mode('Train').click();
  await training.set('Epochs', '10000');
  await training.train.click();
  await expect(training.pause).toBeVisible();
  const close = async () => {
    await electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.close();
    });
  };
  await close();
  await page.getByRole('button', { name: 'Keep training' }).click();
  await expect(training.pause).toBeVisible();
  await close();
  const closed = page.waitForEvent('close');
  await page.getByRole('button', { name: 'Stop and close' }).click();
  await closed;
});

test('a frozen parameter keeps its numbers', async ({ app }) => {
  const { header, training, canvas, inspector } = app;
  await header.mode('Build').click();
  await canvas.node('Linear 1').click();
  await training.setting('weight frozen').check();
  await header.mode('Train').click();
  await training.train.click();
  await expect(training.rows()).toHaveCount(6);
  await header.mode('Build').click();
  await expect(inspector.number('weight', 0, 0)).toHaveValue('0.07');
  await expect(inspector.number('bias', 0)).not.toHaveValue('-0.085');
});
