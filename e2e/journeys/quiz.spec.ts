/** The quiz: answered right and wrong, on the lesson and on a network the test builds; renewed when the network changes. */
import { expect, test } from '../app';
import { settled } from '../settled';

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

test('asks again with other numbers', async ({ app }) => {
  const { quiz, header } = app;
  await header.mode('Quiz').click();
  await quiz.answer(right);
  const asked = new Set<string>();
  for (let turn = 0; turn < 6; turn++) {
    await quiz.again.click();
    await expect(quiz.check).toBeVisible();
    asked.add(await settled(() => quiz.question.innerText()));
    await expect(quiz.question).toContainText('ReLU');
    await quiz.number(1).click();
  }
  expect(asked.size).toBe(6);
});

test('asks about a network that was drawn a minute ago', async ({ app }) => {
  const { quiz, header, palette, canvas, page } = app;
  await header.chooseFile('New');
  await header.mode('Quiz').click();
  await expect(quiz.region).toContainText('The canvas is empty.');
  await header.mode('Build').click();
  await palette.drag('Input', 0.2, 0.3);
  await palette.drag('Linear', 0.5, 0.6);
  await canvas.wire('Input 1', 'Linear 1');
  await header.mode('Quiz').click();
  const shape = 'What shape comes out of Linear 1 when 1 x 3 goes in?';
  await quiz.question.getByRole('radio').first().waitFor();
  for (let turn = 0; turn < 25; turn++) {
    if ((await settled(() => quiz.question.innerText())).includes(shape)) break;
    await quiz.question.getByRole('radio').first().check();
    await page.keyboard.press('Enter');
    await expect(quiz.verdict).toContainText(/Correct|Not quite/);
    await page.keyboard.press('Enter');
    await expect(quiz.check).toBeVisible();
  }
  await expect(quiz.asked(shape)).toBeVisible();
  await quiz.answer('1 x 4');
  await expect(quiz.verdict).toContainText('Correct');
  await expect(quiz.verdict).toContainText('out_features = 4');
});

test('says that its questions are about the network as it was, and renews them', async ({ app }) => {
  const { quiz, header, canvas, inspector } = app;
  await header.mode('Quiz').click();
  await quiz.answer(right);
  await header.mode('Build').click();
  await canvas.node('Linear 1').click();
  await inspector.number('bias', 0).fill('-0,585');
  await inspector.number('bias', 0).press('Enter');
  await header.mode('Quiz').click();
  await expect(quiz.verdict).toContainText('it makes [0.1, 0.2, 0.3, 0.4]');
  await expect(quiz.region).toContainText('these questions are about the earlier one');
  await quiz.region.getByRole('button', { name: 'Renew the questions' }).click();
  await expect(quiz.region).not.toContainText('these questions are about the earlier one');
  await quiz.answer(right);
  await expect(quiz.verdict).toContainText('Of [-0.4, 0.2, 0.3, 0.4] it makes [0.0, 0.2, 0.3, 0.4]');
});
