/** What is seen of a network that learns: its answers, its gradients, its map of the plane. */
import { expect, test } from '../app';
import { settled } from '../settled';

test('the answers of an epoch are counted, and a cell of the matrix opens its rows', async ({ app }) => {
  const { header, training, page } = app;
  await header.mode('Train').click();
  await training.train.click();
  await expect(training.rows()).toHaveCount(6);
  await training.watch('Answers');
  await expect(page.getByText('171 of 200 right (86%)')).toBeVisible();
  const matrix = page.getByRole('table', { name: 'Confusion matrix' });
  await expect(matrix.getByRole('button')).toHaveText(['108', '3', '26', '63']);
  const samples = page.getByRole('region', { name: 'Samples' });
  await expect(samples.getByRole('listitem').first()).toContainText('is 0, said 1, 100% sure');
  await matrix.getByRole('button', { name: 'Is 0, said 1: 3 rows' }).click();
  await expect(samples.getByRole('listitem')).toHaveCount(3);
  // Before training, the network was right less often.
  await training.epoch.fill('0');
  await expect(page.getByText('171 of 200 right')).toBeHidden();
  await expect(page.getByText(/^\d+ of 200 right/)).toBeVisible();
});

test('every layer tells how long its gradient is', async ({ app }) => {
  const { header, training, page } = app;
  await header.mode('Train').click();
  await training.watch('Weights');
  const layers = page.getByRole('table', { name: 'Gradient by layer' });
  await expect(layers.getByRole('row')).toHaveCount(3);
  const before = await settled(() => layers.getByRole('cell').first().innerText());
  await training.train.click();
  await expect(page.getByText('5 epochs trained')).toBeVisible();
  await expect(layers.getByRole('cell').first()).not.toHaveText(before);
  await layers.getByRole('button', { name: 'Linear Layer 2' }).click();
  await expect(page.getByRole('region', { name: 'Linear Layer 2' })).toContainText('weight 2 x 4');
  await expect(
    page.getByRole('img', { name: 'How the values of weight spread, epoch by epoch' }),
  ).toBeVisible();
});

test('two epochs are laid side by side', async ({ app }) => {
  const { header, training, page } = app;
  await header.mode('Train').click();
  await training.train.click();
  await expect(training.rows()).toHaveCount(6);
  await training.watch('Compare');
  await expect(
    page.getByText('Right on 79 of 200 rows, then on 171: 95 became right and 3 became wrong.'),
  ).toBeVisible();
  const stages = page.getByRole('table', { name: 'The canvas’s input, stage by stage' });
  await expect(stages.getByRole('row', { name: 'Softmax' }).getByRole('cell')).toHaveText([
    '0.6460.354',
    '0.5360.464',
  ]);
  await page.getByLabel('With epoch').selectOption('0');
  await expect(
    page.getByText('79 of 200 rows, then on 79: 0 became right and 0 became wrong.'),
  ).toBeVisible();
});

test('a toy set is drawn, a row of it goes to the canvas, and the map of the plane follows the training', async ({
  app,
}) => {
  const { header, training, page } = app;
  await header.openLesson('A single neuron');
  await header.mode('Train').click();
  await training.data.selectOption('Gaussians');
  await training.watch('Boundary');
  await expect(page.getByRole('img', { name: /^Decision boundary over/ })).toBeVisible();
  await training.train.click();
  await training.watch('Curves');
  await expect(training.rows()).toHaveCount(21);
  await training.watch('Answers');
  await expect(page.getByText(/1[4-6]\d of 160 right \((9\d|100)%\)/)).toBeVisible();
  await training.watch('Data');
  await page.getByRole('button', { name: 'To the canvas' }).first().click();
  await header.mode('Predict').click();
  await expect(page.getByText(/Its right answer: (upper|lower)/)).toBeVisible();
});

test('a bundled set says what of the network does not fit it, and a click mends it', async ({ app }) => {
  const { header, training, page } = app;
  await header.mode('Train').click();
  await training.data.selectOption('Iris');
  await expect(page.getByText('150 rows, 4 features · classes setosa, versicolor, virginica')).toBeVisible();
  const run = page.getByRole('region', { name: 'Training', exact: true });
  // The input's shape, what the first layer takes, and what the last one answers.
  for (const repair of [/shape/, /in_features/, /out_features/])
    await run.getByRole('alert').getByRole('button', { name: repair }).click();
  await training.watch('Curves');
  await training.train.click();
  await expect(training.rows()).toHaveCount(6);
  await training.watch('Data');
  await page
    .getByRole('combobox', { name: /^Role of/ })
    .first()
    .selectOption('Left out');
  await expect(page.getByText('150 rows, 3 features')).toBeVisible();
});
