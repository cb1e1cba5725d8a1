/** The quiz: a lesson’s question answered right and wrong, by mouse and by keyboard. */
import { expect, test } from '../app';

const relu = 'What does the ReLU activation do during the forward pass?';
const right = 'Sets negative values to zero and keeps positive values';

test('the lesson’s question is marked at once, right and wrong, with why and where', async ({ app }) => {
  const { quiz, header, inspector } = app;
  await header.mode('Quiz').click();
  await expect(quiz.asked(relu)).toBeVisible();
  await expect(quiz.question.getByRole('radio')).toHaveCount(4);
  await expect(quiz.check).toBeDisabled();
  await quiz.answer('Adds bias to inputs');
  await expect(quiz.verdict).toContainText('Not quite');
  await expect(quiz.verdict).toContainText('ReLU has none. Right is C.');
  await expect(quiz.score).toHaveText('0 of 1 right');
  await expect(quiz.number(1)).toHaveAccessibleName('Question 1, not quite');
  await quiz.retry.click();
  await expect(quiz.verdict).toBeEmpty();
  await quiz.answer(right);
  await expect(quiz.verdict).toContainText('Correct');
  await expect(quiz.verdict).toContainText('[0.1, 0.2, 0.3, 0.4]');
  await expect(quiz.score).toHaveText('1 of 1 right');
  await quiz.next.click();
  await quiz.answer('A number comes out for every neuron, each made from all the inputs');
  await expect(quiz.verdict).toContainText('0.5·0.07 + 1.0·0.27 + (-1.5)·0.08 + (-0.085) = 0.1');
  await quiz.showMe.click();
  await expect(header.mode('Data Flow')).toHaveAttribute('aria-selected', 'true');
  await expect(app.transport.place).toHaveText('Stage 2 of 5: Linear Layer 1');
  await expect(inspector.sum).toContainText('0.5·0.07 + 1.0·0.27 + (-1.5)·0.08 + (-0.085) = 0.1');
  await header.mode('Quiz').click();
  await expect(quiz.score).toHaveText('2 of 2 right');
  await quiz.next.click();
  await quiz.answer('Every score is divided by the sum of the scores');
  await expect(quiz.verdict).toContainText('exp(0.5) / (exp(0.5) + exp(-0.1)) = 0.6457');
  await quiz.more.click();
  await expect(quiz.number(8)).toBeVisible();
  await expect(quiz.score).toHaveText('2 of 3 right');
});

test('goes by keyboard alone', async ({ app }) => {
  const { quiz, header, page } = app;
  await header.mode('Quiz').click();
  await quiz.choice('Multiplies inputs by weights').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(quiz.choice(right)).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(quiz.verdict).toContainText('Correct');
  await page.keyboard.press('Enter');
  await expect(quiz.asked('Linear Layer 1 is given 1 x 3. How does the shape change?')).toBeVisible();
  await expect(quiz.question.getByRole('radio').first()).toBeFocused();
});
