/** One number worked out, and worked out by hand: the lesson’s, and fresh ones. */
import { App, expect, test } from '../app';
import { settled } from '../settled';

test('Linear 1’s first number is worked out term by term, as the engine found it', async ({ app }) => {
  const { header, maths } = app;
  await header.mode('Math').click();
  await expect(app.page.getByText('Stage 2 of 5: Linear Layer 1')).toBeVisible();
  await expect(maths.terms.locator('tbody').getByRole('row')).toHaveCount(4);
  await expect
    .poll(() => maths.readRows())
    .toEqual([
      [0.5, 0.07, 0.035, 0.035],
      [1, 0.27, 0.27, 0.305],
      [-1.5, 0.08, -0.12, 0.185],
      [-0.085, -0.085, 0.1],
    ]);
  await expect(maths.result).toContainText('0.1');
  await expect(maths.result).toContainText('same as the engine');
  // What it is made of is lit beside it: three inputs, a row of weights, one bias, and the number itself.
  await expect(maths.numbers.locator('[data-lit]')).toHaveCount(1 + 3 + 3 + 1);

  await maths.output(3).click();
  await expect(maths.terms.locator('tbody').getByRole('row')).toHaveCount(4);
  await expect(maths.result).toContainText('0.4');
  // The same number is selected in every mode.
  await header.mode('Data Flow').click();
  await expect(app.inspector.sum).toContainText('0.4');
  await header.mode('Math').click();
  await expect(maths.result).toContainText('0.4');

  await maths.stage('Softmax').click();
  await expect(maths.result).toContainText('0.6457');
  await expect(maths.result).toContainText('same as the engine');
});

test('by hand: right, wrong with its reason, a hint, and what was solved is kept', async ({
  app,
  complaints,
  userData,
}) => {
  const { header, maths, page } = app;
  await header.mode('Math').click();
  await maths.view('By hand').click();
  await expect(maths.output(0)).toHaveText('?');
  await maths.step('t1').fill('0,57');
  await page.keyboard.press('Enter');
  await expect(maths.status).toHaveText('That is the numbers added. They are multiplied here.');
  await expect(maths.step('t1')).toHaveAttribute('aria-invalid', 'true');
  await maths.step('t1').fill('0,035');
  await page.keyboard.press('Enter');
  await expect(maths.status).toHaveText('t1 is right.');
  await expect(maths.step('t2')).toBeFocused();
  await page.keyboard.type('0.27');
  await page.keyboard.press('Tab');
  await expect(maths.step('t3')).toBeFocused();
  await maths.step('Result').fill('0.185');
  await page.keyboard.press('Enter');
  await expect(maths.status).toHaveText('Bias is missing: -0.085 belongs to the sum, too.');
  await maths.button('Check').click();
  await maths.button('Hint').click();
  await expect(maths.status).toHaveText('A hint: t3 is -0.12.');
  // Another mode and back: nothing typed is lost.
  await header.mode('Build').click();
  await header.mode('Math').click();
  await expect(maths.step('t3')).toHaveValue('-0.12');
  await maths.step('Result').fill('0.1');
  await maths.button('Check').click();
  await expect(maths.status).toHaveText('Solved, with help. The engine found 0.1.');
  await expect(maths.output(0)).toHaveText('0.100');
  await expect(maths.stage('Linear Layer 1')).toContainText('1 number solved');

  await maths.button('Another number').click();
  await expect(maths.step('t1')).toHaveValue('');
  await maths.button('Show the answer').click();
  await expect(maths.status).toContainText('The answer is shown.');
  await expect(maths.stage('Linear Layer 1')).toContainText('1 number solved');

  await maths.stage('ReLU').click();
  await maths.step('Result').fill('0.1');
  await page.keyboard.press('Enter');
  await expect(maths.status).toHaveText('Solved. The engine found 0.1.');

  await app.electron.close();
  const again = await App.launch(userData, complaints);
  await again.header.mode('Math').click();
  await expect(again.maths.stage('Linear Layer 1')).toContainText('1 number solved');
  await expect(again.maths.stage('ReLU')).toContainText('1 number solved');
  await again.electron.close();
});

test('other numbers are run through the network, which stays as it is', async ({ app }) => {
  const { header, maths } = app;
  await header.mode('Math').click();
  await maths.view('By hand').click();
  await maths.button('Other numbers').click();
  await expect(maths.arithmetic).toContainText('The network itself is unchanged.');
  await expect(header.undo).toBeDisabled();
  const cells = maths.numbers.getByRole('grid', { name: 'Input' }).getByRole('gridcell');
  await expect(cells).not.toHaveText(['0.500', '1.000', '-1.500']);
  const inputs = await settled(() => cells.allInnerTexts());
  const [a = 0, b = 0, c = 0] = inputs.map(Number);
  const terms = [a * 0.07, b * 0.27, c * 0.08];
  for (const [at, term] of terms.entries()) await maths.step(`t${at + 1}`).fill(String(term));
  await maths.step('Result').fill(String(terms.reduce((sum, term) => sum + term, -0.085)));
  await maths.button('Check').click();
  await expect(maths.status).toContainText('Solved.');
  await maths.button('Other numbers').click();
  await expect(maths.step('t1')).toHaveValue('');
  await maths.button('Back to your own').click();
  await expect(maths.numbers.getByRole('grid', { name: 'Input' }).getByRole('gridcell')).toHaveText([
    '0.500',
    '1.000',
    '-1.500',
  ]);
});

test('a convolution’s number is the window’s numbers times the weights, and the bias', async ({ app }) => {
  const { canvas, header, inspector, maths, palette, transport } = app;
  await header.chooseFile('New');
  await palette.drag('Input', 0.2, 0.3);
  await palette.drag('Conv2d', 0.6, 0.3);
  await canvas.node('Input 1').click();
  await inspector.attribute('shape').fill('1 x 1 x 4 x 4');
  await inspector.attribute('shape').press('Enter');
  await canvas.wire('Input 1', 'Conv2d 1');
  await canvas.node('Conv2d 1').click();
  await inspector.attribute('padding').fill('1');
  await inspector.attribute('padding').press('Enter');
  await transport.run.click();
  const [bias = Number.NaN] = await settled(() => inspector.readNumbers('bias'));
  await header.mode('Math').click();

  // The corner: five of its nine numbers are padding.
  await expect(maths.channel(0).getByTitle('Padding')).toHaveCount(5);
  await expect(async () => {
    const [x, weight, product] = [
      await maths.readGrid(0, 'Input'),
      await maths.readGrid(0, 'Weight'),
      await maths.readGrid(0, 'Product'),
    ];
    expect(x).toHaveLength(9);
    expect([0, 1, 2, 3, 6].map((at) => x[at])).toEqual([0, 0, 0, 0, 0]);
    x.forEach((value, at) => expect(product[at]).toBeCloseTo(value * (weight[at] ?? Number.NaN), 2));
    const engine = Number(await maths.output(0).innerText());
    expect(product.reduce((sum, value) => sum + value, bias)).toBeCloseTo(engine, 2);
  }).toPass();
  await expect(maths.result).toContainText('same as the engine');

  // Inside there is none.
  await maths.output(5).click();
  await expect(maths.channel(0).getByTitle('Padding')).toHaveCount(0);
});

test('in Predict a number that is clicked shows its sum', async ({ app }) => {
  const { header, page } = app;
  await header.mode('Predict').click();
  const trace = page.getByRole('list', { name: 'Prediction trace' });
  await trace.getByText('Layer 2: Linear Layer 1').click();
  await trace.getByRole('grid', { name: 'Linear Layer 1' }).getByRole('button').first().click();
  await expect(trace.getByRole('group', { name: 'Sum' })).toContainText(
    '0.5·0.07 + 1.0·0.27 + (-1.5)·0.08 + (-0.085)',
  );
  await expect(trace.getByRole('group', { name: 'Sum' })).toContainText('same as the engine');
});
