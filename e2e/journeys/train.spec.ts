/** Real training in the window: the tutorial's ten figures, and looking back at an epoch. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '../app';

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
