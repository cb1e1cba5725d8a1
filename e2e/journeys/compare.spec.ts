/** Two runs held against each other: what differs first is named and lit, and its figures are real. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '../app';
import { topScores } from '../pages/any-model';
import { settled } from '../settled';

test('a run is kept, one weight is changed, and the first node that differs is named and lit', async ({
  app,
}) => {
  const { canvas, compare, inspector, page, transport } = app;
  await compare.open();
  await expect(compare.standing).toHaveText('Nothing was run yet: press Run.');
  await expect(compare.button('Keep this run')).toBeDisabled();
  await transport.run.click();
  await compare.button('Keep this run').click();
  await expect(compare.standing).toHaveText('All 5 nodes agree within the tolerance.');
  await expect(compare.button('Go to first difference')).toBeDisabled();

  await canvas.node('Linear 2').click();
  await expect(inspector.attribute('Name')).toHaveValue('Linear 2');
  const bias = await settled(() => inspector.readNumbers('bias'));
  const before = await settled(() => inspector.readOutputs());
  await inspector.number('bias', 0).fill(String((bias[0] ?? 0) + 0.25));
  await expect(compare.standing).toHaveText(
    'First difference beyond the tolerance: Linear Layer 2, 0.25 at [0, 0]; 3 of 5 nodes agree.',
  );
  const said = 'First difference: 0.25 at [0, 0]';
  await expect(canvas.node('Linear 2')).toContainText(said);
  await expect(canvas.region.getByText(said)).toHaveCount(1);
  await expect(compare.lines).toHaveCount(5);
  await expect(compare.lines.nth(3)).toHaveAccessibleName(
    /^First difference: Linear Layer 2, Linear, 1 x 2, max difference 0\.25, max relative 0\.\d+, 1 of 2 beyond/,
  );

  // Both numbers, where they are furthest apart.
  await compare.list.focus();
  await page.keyboard.press('Home');
  await expect(inspector.attribute('Name')).toHaveValue('Input');
  await expect(compare.region).toContainText('Input is the same in both.');
  await page.keyboard.press('End');
  await expect(inspector.attribute('Name')).toHaveValue('Softmax');
  await compare.button('Go to first difference').click();
  await expect(inspector.attribute('Name')).toHaveValue('Linear 2');
  const numbers = compare.region.getByText('Linear Layer 2 is furthest apart at [0, 0]');
  await expect(async () => {
    const [here, other] =
      /: (\S+) here, (\S+) in/
        .exec(await numbers.innerText())
        ?.slice(1)
        .map(Number) ?? [];
    expect(other).toBeCloseTo(before[0] ?? NaN, 2);
    expect((here ?? NaN) - (other ?? NaN)).toBeCloseTo(0.25, 5);
  }).toPass();

  // Where the node is in a closed block, that is lit.
  await canvas.node('Linear 2').click();
  await page.keyboard.press('Control+G');
  await page.keyboard.press('e');
  await expect(canvas.node('Group 1')).toContainText(said);
  await page.keyboard.press('e');
  await expect(canvas.node('Linear 2')).toContainText(said);

  // What is allowed is the person's to say.
  await compare.field('Absolute tolerance').fill('1');
  await compare.field('Absolute tolerance').press('Enter');
  await expect(compare.standing).toHaveText('All 5 nodes agree within the tolerance.');
  await expect(canvas.region.getByText('First difference')).toBeHidden();

  await compare.button('Stop comparing').click();
  await expect(compare.region).toBeHidden();
});

test("another file's network is run on what goes in here", async ({ app, userData }) => {
  const { canvas, compare, header, inspector, transport } = app;
  const files = [0.5, 0.75].map((bias) => [path.join(userData, `${bias}.onnx`), topScores(bias)] as const);
  for (const [file, bytes] of files) await writeFile(file, bytes);
  await app.answerOpenDialog(files[0]![0]);
  await header.chooseFile('Open…');
  await expect(app.notices).toContainText('Read 0.5.onnx');
  await canvas.node('scores').click();
  await inspector.number('Input', 0, 0).fill('4');
  await inspector.number('Input', 0, 0).blur();
  await transport.run.click();

  await app.page.keyboard.press('Control+Shift+D');
  await compare.with.selectOption('Another file');
  await expect(compare.standing).toContainText('Choose an ONNX model');
  await app.answerOpenDialog(files[1]![0]);
  await compare.button('Choose a file…').click();
  await expect(compare.standing).toHaveText(
    'First difference beyond the tolerance: Gemm node, 0.25 at [0, 0]; 5 of 6 nodes agree.',
  );
  await expect(canvas.node('Gemm node')).toContainText('First difference: 0.25 at [0, 0]');
  // From a lens without a canvas, too.
  await header.mode('Shapes').click();
  await expect(compare.region).toBeVisible();
  await compare.button('Go to first difference').click();
  await expect(canvas.node('Gemm node')).toBeInViewport({ ratio: 0.99 });

  // Another network altogether has no partner for any of it.
  await app.answerOpenDialog(path.join(userData, 'damaged.onnx'));
  await writeFile(path.join(userData, 'damaged.onnx'), 'no model');
  await compare.button('Choose a file…').click();
  await expect(app.notices).toContainText('damaged.onnx');
  await expect(compare.standing).toContainText('First difference beyond the tolerance: Gemm node');
});

test('what is found from a lens that takes the place of the canvas is in its middle once it is seen', async ({
  app,
}) => {
  const { canvas, header, page } = app;
  await canvas.region.getByRole('button', { name: 'Zoom in' }).click({ clickCount: 4 });
  await header.mode('Shapes').click();
  await page.keyboard.press('Control+F');
  await page.keyboard.type('Softmax');
  await page.keyboard.press('Enter');
  await header.mode('Build').click();
  await expect(canvas.node('Softmax')).toBeInViewport({ ratio: 0.99 });
});
