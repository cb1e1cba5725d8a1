/** One network through all nine modes: the lesson with the figures of its tutorial, and one that the test builds. */
import { expect, test, type App } from '../app';
import { settled } from '../settled';

const modes = ['Overview', 'Build', 'Data Flow', 'Math', 'Shapes', 'Code', 'Train', 'Predict', 'Quiz'];

/** The numbers of each stage, read where the stages are stepped through. */
async function stepThrough({ header, inspector, transport }: App, stages: number): Promise<number[][]> {
  await header.mode('Data Flow').click();
  await transport.run.click();
  await transport.first.click();
  const numbers: number[][] = [];
  for (let stage = 1; stage <= stages; stage++) {
    await expect(transport.place).toContainText(`Stage ${stage} of ${stages}`);
    await expect(inspector.output.getByRole('gridcell').first()).toBeVisible();
    numbers.push(await settled(() => inspector.readOutputs()));
    if (stage < stages) await transport.next.click();
  }
  return numbers;
}

test('the lesson through all nine', async ({ app }) => {
  const { canvas, code, header, maths, page, quiz, shapes, training, transport } = app;
  await expect(header.modes).toHaveText(modes);
  await header.mode('Overview').click();
  const cards = page.getByRole('list', { name: 'Pipeline' }).getByRole('listitem');
  await expect(cards.nth(1)).toContainText('[0.1, 0.2, 0.3, 0.4]');
  await expect(cards.nth(3)).toContainText('[0.5, -0.1]');

  await header.mode('Build').click();
  await expect(canvas.node('Linear 2')).toHaveAccessibleName('Linear 2, Linear, output 1 x 2');
  expect(await stepThrough(app, 5)).toEqual([
    [0.5, 1, -1.5],
    [0.1, 0.2, 0.3, 0.4],
    [0.1, 0.2, 0.3, 0.4],
    [0.5, -0.1],
    [0.646, 0.354],
  ]);

  // One selection, whatever the mode.
  await header.mode('Math').click();
  await maths.stage('Linear Layer 2').click();
  await expect(maths.result).toContainText('0.5');
  await header.mode('Shapes').click();
  await expect(shapes.layer('Linear Layer 2')).toHaveAttribute('aria-pressed', 'true');
  await expect(shapes.row('Linear Layer 2')).toHaveText([
    '1 x 4',
    '1 x 2',
    '10',
    '10',
    '40 bytes',
    '8 bytes',
  ]);
  await header.mode('Code').click();
  await expect(code.lit.first()).toHaveAccessibleName('self.linear_2 = nn.Linear(4, 2)');
  await expect(transport.place).toHaveText('Stage 4 of 5: Linear Layer 2');

  await header.mode('Predict').click();
  const bars = page.getByRole('list', { name: 'Probabilities' }).getByRole('listitem');
  await expect(bars).toHaveText([/class 0\s*64\.6%/, /class 1\s*35\.4%/]);
  await header.mode('Quiz').click();
  await expect(quiz.asked('What does the ReLU activation do during the forward pass?')).toBeVisible();
  await quiz.answer('Sets negative values to zero and keeps positive values');
  await expect(quiz.verdict).toContainText('Correct');

  await header.mode('Train').click();
  await training.train.click();
  await expect(training.rows()).toHaveCount(6);
  await expect(training.column(1)).toHaveText(['1.217', '0.912', '0.683', '0.516', '0.419']);
  await expect(training.column(2)).toHaveText(['0.45', '0.60', '0.72', '0.80', '0.85']);
});

test('a network of the test’s own through all nine', async ({ app }) => {
  const { canvas, code, header, inspector, maths, page, palette, quiz, shapes, training } = app;
  await header.chooseFile('New');
  await header.mode('Build').click();
  await palette.drag('Input', 0.16, 0.3);
  await palette.drag('Linear', 0.5, 0.3);
  await palette.drag('Softmax', 0.84, 0.3);
  await canvas.wire('Input 1', 'Linear 1');
  await canvas.wire('Linear 1', 'Softmax 1');
  await canvas.node('Input 1').click();
  await inspector.attribute('shape').fill('1 x 2');
  await inspector.attribute('shape').press('Enter');
  const x = await settled(() => inspector.readNumbers('Input'));
  await canvas.node('Linear 1').click();
  await inspector.attribute('out_features').fill('2');
  await inspector.attribute('out_features').press('Enter');
  await expect(canvas.node('Softmax 1')).toHaveAccessibleName('Softmax 1, Softmax, output 1 x 2');
  const weight = await settled(() => inspector.readNumbers('weight'));
  const bias = await settled(() => inspector.readNumbers('bias'));

  const scores = bias.map((b, row) => b + x.reduce((sum, at, i) => sum + at * (weight[2 * row + i] ?? 0), 0));
  const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
  const answers = scores.map((score) => Math.exp(score) / total);
  const stages = await stepThrough(app, 3);
  for (const [at, expected] of [x, scores, answers].entries()) {
    expected.forEach((value, i) => expect(stages[at]?.[i]).toBeCloseTo(value, 2));
  }

  await header.mode('Overview').click();
  await expect(page.getByText('3 stages · 6 parameters')).toBeVisible();
  await header.mode('Math').click();
  await maths.stage('Linear 1').click();
  await expect(maths.terms.locator('tbody').getByRole('row')).toHaveCount(3);
  await expect(maths.result).toContainText('same as the engine');
  await header.mode('Shapes').click();
  await expect(shapes.row('Linear 1')).toHaveText(['1 x 2', '1 x 2', '6', '6', '24 bytes', '8 bytes']);
  await expect(shapes.figure('Parameters')).toHaveText('6');
  await header.mode('Code').click();
  await expect(code.lit.first()).toHaveAccessibleName('self.linear_1 = nn.Linear(2, 2)');
  await expect(code.line('x = self.softmax_1(x) # 1 x 2')).toBeVisible();

  await header.mode('Predict').click();
  const best = Math.max(...answers);
  const verdict = page.getByRole('region', { name: 'Prediction' }).getByRole('status');
  await expect(verdict).toContainText(`class ${answers.indexOf(best)}`);
  await header.mode('Quiz').click();
  await quiz.question.getByRole('radio').first().check();
  await quiz.check.click();
  await expect(quiz.verdict).toContainText(/Correct|Not quite/);
  await header.mode('Train').click();
  await training.watch('Data');
  await training.data.selectOption('Gaussians');
  await training.watch('Curves');
  await training.train.click();
  // The loss wants scores, and says so.
  await page.getByRole('button', { name: 'Score Linear 1' }).click();
  await training.train.click();
  const epochs = await settled(() => training.setting('Epochs').inputValue());
  await expect(training.rows()).toHaveCount(Number(epochs) + 1);
  await expect(async () => {
    const losses = (await training.column(1).allInnerTexts()).map(Number);
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);
  }).toPass();
});
