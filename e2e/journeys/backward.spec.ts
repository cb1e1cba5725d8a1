/** The way back of one example: every stage, and the chain rule of its numbers. */
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
