/** The way back of one example: every stage, the chain rule of its numbers, and one step of a weight. */
import { expect, test } from '../app';

/** The lesson's scores are 0.5 and -0.1: the right class has the probability 1 / (1 + exp(-0.6)). */
const right = 1 / (1 + Math.exp(-0.6));
const surplus = right - 1;

test('the lesson’s input goes back from the loss to its own numbers', async ({ app }) => {
  const { header, training, backward } = app;
  await header.mode('Train').click();
  await training.watch('Backward');
  await expect(backward.place).toHaveText('Stage 1 of 5: CrossEntropyLoss');
  await expect(backward.answer).toHaveValue('0');
  await expect(backward.stage.getByRole('button', { name: (-Math.log(right)).toFixed(4) })).toBeVisible();
  await backward.stage.getByRole('button', { name: '0.4375' }).click();
  await expect(backward.sum('Loss')).toContainText('log(exp(0.5) + exp(-0.1)) - 0.5 = 0.4375');

  const scores = backward.grid('Gradient of Linear Layer 2');
  await expect(scores.getByRole('gridcell')).toHaveText([surplus.toFixed(3), (-surplus).toFixed(3)]);
  await scores.getByRole('button').first().click();
  await expect(backward.sum('Gradient')).toContainText('exp(0.5) / (exp(0.5) + exp(-0.1)) - 1.0 = -0.3543');
  await expect(backward.sum('Gradient')).toContainText('same as the engine');
  await expect(backward.arithmetic).toContainText('the loss falls when this number rises');

  await backward.button('Next stage').click();
  await expect(backward.place).toHaveText('Stage 2 of 5: Linear Layer 2');
  const hidden = backward.grid('Gradient of ReLU');
  // Wᵀ times the gradient of the scores.
  const weights = [
    [0.5, -2.38, -1.28, -1.39],
    [-0.18, 2.17, -0.81, 0.63],
  ] as const;
  const passedOn = weights[0].map((weight, at) => surplus * weight - surplus * (weights[1][at] ?? 0));
  await expect(hidden.getByRole('gridcell')).toHaveText(passedOn.map((value) => value.toFixed(3)));
  await hidden.getByRole('button').nth(1).click();
  await expect(backward.sum('Gradient')).toContainText('(-0.3543)·(-2.38) + 0.3543·2.17 = 1.612');
  await expect(backward.lit('weight')).toHaveCount(2);
  await expect(backward.lit('weight').nth(0)).toHaveAttribute('data-exact', 'weight 0, 1: -2.38');
  await expect(backward.lit('weight').nth(1)).toHaveAttribute('data-exact', 'weight 1, 1: 2.17');
  await expect(backward.lit('Gradient of Linear Layer 2')).toHaveCount(2);

  await backward.toolbar.press('ArrowRight');
  await expect(backward.place).toHaveText('Stage 3 of 5: ReLU');
  await expect(backward.stage).toContainText('The gradient passes where the number was above zero');
  await backward.toolbar.press('ArrowRight');
  await expect(backward.place).toHaveText('Stage 4 of 5: Linear Layer 1');
  await backward.button('Last stage').click();
  await expect(backward.place).toHaveText('Stage 5 of 5: Input');
  await expect(backward.grid('Gradient of Input').getByRole('gridcell')).toHaveCount(3);
  await backward.button('First stage').click();
  await expect(backward.place).toHaveText('Stage 1 of 5: CrossEntropyLoss');
});

test('one step of a weight is written out, and every step of the optimiser chosen', async ({ app }) => {
  const { header, training, backward } = app;
  await header.mode('Train').click();
  await training.watch('Backward');
  await backward.button('Next stage').click();
  await backward.grid('Gradient of weight').getByRole('button').nth(1).click();
  const gradient = surplus * 0.2;
  await expect(backward.sum('Gradient')).toContainText(`(-0.3543)·0.2 = ${gradient.toFixed(5)}`);
  await expect(backward.sum('Update')).toContainText('(-2.38) - 0.01·(-0.07087) = -2.379');
  await expect(backward.sum('Update')).toContainText('same as the engine');
  await expect(backward.grid('New weight').getByRole('gridcell').nth(1)).toHaveText(
    (-2.38 - 0.01 * gradient).toFixed(3),
  );
  await training.setting('Learning rate').fill('0.5');
  await training.setting('Learning rate').press('Tab');
  await expect(backward.sum('Update')).toContainText('(-2.38) - 0.5·(-0.07087) = -2.345');
  await training.setting('Optimiser').selectOption('Adam');
  await expect(backward.arithmetic).toContainText('One step of Adam');
  // Adam's first step is as long as the rate, whatever the gradient.
  await expect(backward.sum('Update')).toContainText('= -1.88');
  await expect(backward.sum('Update')).toContainText('same as the engine');
});

test('another right answer turns the gradients round, and the weights of an epoch are its own', async ({
  app,
}) => {
  const { header, training, backward } = app;
  await header.mode('Train').click();
  await training.watch('Backward');
  const scores = backward.grid('Gradient of Linear Layer 2').getByRole('gridcell');
  await expect(scores).toHaveText(['-0.354', '0.354']);
  await backward.answer.selectOption('1');
  await expect(scores).toHaveText(['0.646', '-0.646']);
  await training.train.click();
  await expect(app.page.getByText('5 epochs trained')).toBeVisible();
  // After training the probabilities are 0.536 and 0.464.
  await expect(scores).toHaveText(['0.536', '-0.536']);
  await training.epoch.fill('0');
  await expect(scores).toHaveText(['0.646', '-0.646']);
  await expect(backward.answer).toHaveValue('1');
});

test('a row of the data brings its right answer along', async ({ app }) => {
  const { header, training, backward, page } = app;
  await header.mode('Train').click();
  await training.watch('Answers');
  const matrix = page.getByRole('table', { name: 'Confusion matrix' });
  await matrix.getByRole('button', { name: /^Is 1, said 0/ }).click();
  await page.getByRole('region', { name: 'Samples' }).getByRole('button').first().click();
  await header.mode('Train').click();
  await training.watch('Backward');
  await expect(backward.answer).toHaveValue('1');
  // It was answered wrongly, so the right class had the smaller probability: its gradient is the larger pull upwards.
  const gradients = backward.grid('Gradient of Linear Layer 2').getByRole('gridcell');
  await expect(async () => {
    const [wrong = 0, rightOne = 0] = (await gradients.allInnerTexts()).map(Number);
    expect(wrong).toBeGreaterThan(0.5);
    expect(rightOne).toBeLessThan(-0.5);
  }).toPass();
});

test('a loss that does not fit is a sentence with its repair', async ({ app }) => {
  const { header, training, backward, page } = app;
  await header.mode('Train').click();
  await training.watch('Backward');
  await training.setting('Scored layer').selectOption('The last layer');
  // Said where the run is set and where the way back would be.
  await expect(page.getByRole('alert').first()).toContainText('CrossEntropyLoss takes scores');
  await page.getByRole('button', { name: 'Score Linear Layer 2' }).first().click();
  await expect(backward.place).toHaveText('Stage 1 of 5: CrossEntropyLoss');
  await training.setting('Loss').selectOption('MSELoss');
  await expect(page.getByRole('alert').first()).toContainText('gives 2 numbers a row');
});

test('a layer selected elsewhere is the stage that is looked at', async ({ app }) => {
  const { header, training, backward, canvas, transport } = app;
  await header.mode('Train').click();
  await training.watch('Backward');
  await expect(backward.place).toHaveText('Stage 1 of 5: CrossEntropyLoss');
  await header.mode('Build').click();
  await canvas.node('Linear 1').click();
  await header.mode('Train').click();
  await expect(backward.place).toHaveText('Stage 4 of 5: Linear Layer 1');
  await backward.button('Previous stage').click();
  await expect(transport.place).toHaveText('Stage 3 of 5: ReLU');
});
