/** A model that is opened is changed, saved, opened again, and exported with the names and the open sizes it had. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeModel } from '#shared/onnx/encode';
import { isProblem } from '#shared/messages/problem';
import { readModel as modelOf } from '#shared/onnx/model-file';
import { encodeNpy } from '#shared/tensor/npy';
import { floatTensor, type Tensor } from '#shared/tensor/tensor';
import { expect, test } from '../app';

/** The largest of each row go through a Linear: rows are left open. */
function model(): Uint8Array {
  const k: Tensor = { dtype: 'int64', shape: [1], values: BigInt64Array.of(2n) };
  const node = (type: string, inputs: string[], ...outputs: string[]) => ({
    ...{ name: type === 'Gemm' ? 'y' : `${type} node`, type, inputs, outputs },
    attributes: type === 'TopK' ? { axis: { int: 1 }, largest: { int: 1 }, sorted: { int: 1 } } : {},
  });
  return encodeModel({
    name: 'best',
    inputs: [{ name: 'scores', dtype: 'float32', shape: ['N', 3] }],
    outputs: [{ name: 'y', dtype: 'float32' }],
    initializers: new Map<string, Tensor>([
      ['k', k],
      ['weight', floatTensor([2, 2], [1, 0, 0, 1])],
      ['bias', floatTensor([2], [0, 0])],
    ]),
    nodes: [
      node('TopK', ['scores', 'k'], 'values', 'places'),
      node('Gemm', ['values', 'weight', 'bias'], 'y'),
    ],
  });
}

test('a model is opened, changed, saved, opened again and exported', async ({ app, userData }) => {
  const { canvas, header, inspector, notices, page } = app;
  const at = (name: string) => path.join(userData, name);
  const open = async (name: string): Promise<void> => {
    await app.answerOpenDialog(at(name));
    await header.chooseFile('Open…');
  };
  await writeFile(at('best.onnx'), model());
  await open('best.onnx');
  await expect(notices).toContainText('Read best.onnx as');

  // A size that the model leaves open, where nothing is selected.
  const size = inspector.region.getByRole('textbox', { name: 'Size N' });
  await expect(size).toHaveValue('1');
  await size.fill('2');
  await size.press('Enter');
  await expect(canvas.node('TopK node')).toHaveAccessibleName('TopK node, TopK, output 2 x 2');
  await expect(app.problems.getByRole('listitem')).toHaveCount(0);

  await canvas.node('scores').click();
  for (const [place, value] of [3, 1, 2, -1, -5, 0].entries())
    await inspector.number('Input', Math.floor(place / 3), place % 3).fill(String(value));
  await canvas.node('TopK node').click();
  const values = inspector.region.getByRole('grid', { name: 'Values' }).getByRole('gridcell');
  await expect(values).toHaveText(['3.000', '2.000', '0.000', '-1.000']);

  // An attribute, and back.
  await inspector.attribute('largest').fill('0');
  await inspector.attribute('largest').press('Enter');
  await expect(values).toHaveText(['1.000', '2.000', '-5.000', '-1.000']);
  await header.undo.click();
  await expect(values).toHaveText(['3.000', '2.000', '0.000', '-1.000']);

  // Numbers from a file: what does not fit is refused, what does is taken.
  await canvas.node('y').click();
  await writeFile(at('wide.npy'), encodeNpy(floatTensor([3], [1, 2, 3])));
  await writeFile(at('bias.npy'), encodeNpy(floatTensor([2], [10, 20])));
  const replace = inspector.region.getByRole('button', { name: 'bias: Replace from .npy…' });
  await app.answerOpenDialog(at('wide.npy'));
  await replace.click();
  await expect(notices).toContainText('wide.npy is 3, and y bias is 2.');
  await app.answerOpenDialog(at('bias.npy'));
  await replace.click();
  await expect(inspector.number('bias', 1)).toHaveValue('20');
  await expect(inspector.output.getByRole('gridcell')).toHaveText(['13.000', '22.000', '10.000', '19.000']);

  // What the model calls its answer.
  const called = inspector.region.getByRole('textbox', { name: 'Name in the model' });
  await called.fill('scores');
  await called.press('Enter');
  await expect(inspector.region.getByRole('alert')).toContainText([/calls another value scores already/]);
  await called.fill('best');
  await called.press('Enter');
  await expect(called).toHaveValue('best');

  await app.answerSaveDialog(at('best.loom'));
  await page.keyboard.press('Control+s');
  await expect(header.title).toHaveText('best.loom');
  await header.chooseFile('New');
  await open('best.loom');
  await expect(size).toHaveValue('2');
  await expect(canvas.node('TopK node')).toHaveAccessibleName('TopK node, TopK, output 2 x 2');

  await app.answerSaveDialog(at('changed.onnx'));
  await header.chooseFile('Export ONNX…');
  await expect(notices).toContainText('Exported changed.onnx');
  const exported = modelOf(await readFile(at('changed.onnx')), 'changed.onnx');
  if (isProblem(exported)) throw new Error(exported.code);
  const { input = [], output = [] } = exported.graph ?? {};
  expect([...input, ...output].map(({ name }) => name)).toEqual(['scores', 'best']);

  // Opened, what was exported is what was changed.
  await open('changed.onnx');
  await expect(header.title).toContainText('changed');
  await canvas.node('best').click();
  await expect(inspector.number('bias', 1)).toHaveValue('20');
});

test('a part is cut out, and another model put beside it', async ({ app, userData }) => {
  const { canvas, header, notices, page } = app;
  const file = path.join(userData, 'best.onnx');
  await writeFile(file, model());
  await app.answerOpenDialog(file);
  await header.chooseFile('Open…');
  await expect(notices).toContainText('Read best.onnx as');
  await canvas.node('TopK node').click();
  await page.keyboard.press('Control+Shift+x');
  await app.question('Save “best” first?').getByRole('button', { name: 'Don’t save' }).click();
  await expect(header.title).toContainText('best, part');
  await expect(canvas.node('TopK node')).toHaveAccessibleName('TopK node, TopK, output 1 x 2');
  await expect(canvas.node('scores')).toHaveAccessibleName('scores, Input, output 1 x 3');

  await header.chooseFile('Insert model…');
  await expect(notices).toContainText('Inserted best.onnx: ');
  await expect(canvas.node('TopK 1')).toHaveAccessibleName('TopK 1, TopK, output 1 x 2');
  await expect(app.problems.getByRole('listitem')).toHaveCount(0);
  // Found by what an operator is told.
  await page.keyboard.press('Control+f');
  const find = page.getByRole('dialog', { name: 'Find a layer' });
  await expect(find.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('scores 1 x 3');
  await expect(find.getByRole('option')).toHaveText(['scores Input · 1 x 3', 'Input 1 Input · 1 x 3']);
});
