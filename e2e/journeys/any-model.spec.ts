/** A model with operators that are no layers: opened, run, stepped through, read, edited and saved like any network. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, type App } from '../app';
import { large, topScores } from '../pages/any-model';

/** What `by` is before anything is typed: a whole number alone is drawn as 1. */
const drawn = 1n;

const scores = [
  [0.5, -1, 3, 2, 0],
  [1, 9, 4, -2, 7],
];

async function openTopScores(app: App, folder: string): Promise<void> {
  const file = path.join(folder, 'top-scores.onnx');
  await writeFile(file, topScores());
  await app.answerOpenDialog(file);
  await app.header.chooseFile('Open…');
  await expect(app.notices).toContainText('Read top-scores.onnx as 6 nodes, 3 of them operators');
  await app.canvas.node('scores').click();
  for (const [row, numbers] of scores.entries())
    for (const [column, value] of numbers.entries())
      await app.inspector.number('Input', row, column).fill(String(value));
  await app.inspector.number('Input', 1, 4).blur();
}

test.describe('a model of operators', () => {
  test.beforeEach(async ({ app, userData }) => openTopScores(app, userData));

  test('is run and stepped through, each output with its own numbers', async ({ app }) => {
    const { canvas, inspector, page, transport } = app;
    await expect(canvas.node('TopK node')).toHaveAccessibleName('TopK node, TopK, output 2 x 2');
    for (const port of ['Values', 'Indices'])
      await expect(canvas.region.getByRole('button', { name: `TopK node output ${port}` })).toBeVisible();
    await expect(canvas.region.getByText('2 x 2 int64').first()).toBeVisible();

    await transport.run.click();
    await transport.first.click();
    await transport.next.click();
    await transport.next.click();
    await expect(transport.place).toContainText('Stage 3 of 6: TopK node');
    const grid = (name: string) => inspector.region.getByRole('grid', { name, exact: true });
    await expect(grid('Values').getByRole('gridcell')).toHaveText(['3.000', '2.000', '9.000', '7.000']);
    await expect(grid('Indices').getByRole('gridcell')).toHaveText(['2', '3', '1', '4']);
    await grid('Indices').getByRole('button').nth(3).click();
    await expect(inspector.region).toContainText(
      'The engine computes TopK; its sum is not written out here.',
    );

    // What follows reads the first output, and its sum is known.
    await canvas.node('Gemm node').click();
    await inspector.outputNumber(0).click();
    await expect(inspector.sum).toContainText('✓ same as the engine');
    // An operator that adds tells its sum, and lights what it brings to it.
    await canvas.node('Add node').click();
    await inspector.outputNumber(0).click();
    await expect(inspector.sum).toContainText('✓ same as the engine');
    // And what reads the second has its numbers, to the last digit.
    await canvas.node('Far').click();
    const far = [2n, 3n, 1n, 4n].map((place) => String(place + drawn + large));
    await expect(inspector.output.getByRole('gridcell')).toHaveText(far);
    await app.header.mode('Data Flow').click();
    const stage = page.getByRole('region', { name: 'Stage' });
    await canvas.node('Add node').click();
    await expect(
      stage.getByRole('grid', { name: 'In from TopK node Indices' }).getByRole('gridcell'),
    ).toHaveText(['2', '3', '1', '4']);
  });

  test('an attribute is edited, run at once, and undone', async ({ app }) => {
    const { canvas, header, inspector, transport } = app;
    await transport.run.click();
    await canvas.node('TopK node').click();
    const values = inspector.region.getByRole('grid', { name: 'Values' }).getByRole('gridcell');
    await expect(values).toHaveText(['3.000', '2.000', '9.000', '7.000']);
    await inspector.attribute('largest').fill('0');
    await inspector.attribute('largest').press('Enter');
    await expect(values).toHaveText(['-1.000', '0.000', '-2.000', '1.000']);
    await expect(app.problems.getByRole('listitem')).toHaveCount(0);
    await header.undo.click();
    await expect(inspector.attribute('largest')).toHaveValue('1');
    await expect(values).toHaveText(['3.000', '2.000', '9.000', '7.000']);
  });

  test('whole numbers are typed as such, one on its own, too, and so is what an operator brings', async ({
    app,
  }) => {
    const { canvas, inspector, transport } = app;
    await transport.run.click();
    await canvas.node('by').click();
    const by = inspector.region.getByRole('grid', { name: 'Input' }).getByRole('textbox');
    await by.fill('2.5');
    await by.blur();
    await expect(inspector.region.getByRole('alert').first()).toContainText('"2.5" is no whole number');
    await by.fill('10');
    await by.blur();
    await canvas.node('Add node').click();
    await expect(inspector.output.getByRole('gridcell')).toHaveText(['12', '13', '11', '14']);
    await canvas.node('TopK node').click();
    await inspector.number('K', 0).fill('1');
    await inspector.number('K', 0).blur();
    await expect(inspector.outputShape).toHaveText('2 x 1 and 2 x 1 int64');
    const indices = inspector.region.getByRole('grid', { name: 'Indices' });
    await expect(indices.getByRole('gridcell')).toHaveText(['2', '1']);
  });

  test('no lens makes up what is not known of it', async ({ app, userData }) => {
    const { canvas, header, maths, code, notices, page } = app;
    await header.mode('Math').click();
    await maths.stage('TopK node').click();
    await expect(maths.arithmetic).toContainText('its sum is not written out here');
    // One whose sum is known is worked out like any layer, unless its numbers are too large to be told apart here.
    await maths.stage('Add node').click();
    await expect(maths.arithmetic).toContainText('same as the engine');
    await maths.stage('Far').click();
    await expect(maths.arithmetic).toContainText('its sum is not written out here');
    await header.mode('Code').click();
    await expect(code.region).toContainText('PyTorch has no words here for TopK node (TopK)');
    await page.getByRole('button', { name: 'Copy' }).click();
    await expect(notices).toContainText('PyTorch has no words here for TopK node (TopK)');
    await header.mode('Predict').click();
    await expect(page.getByRole('region', { name: 'Prediction' })).toContainText(String(2n + drawn + large));

    // Saved and opened again it is the same.
    const file = path.join(userData, 'top.loom');
    await app.answerSaveDialog(file);
    await page.keyboard.press('Control+s');
    await expect(header.title).toHaveText('top.loom');
    await header.chooseFile('New');
    await app.answerOpenDialog(file);
    await header.chooseFile('Open…');
    await header.mode('Build').click();
    await expect(canvas.node('Far')).toHaveAccessibleName('Far, Add, output 2 x 2 int64');
  });
});
