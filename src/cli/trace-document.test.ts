/** Traces of documents: their stages, what they are given, and what of them is complete. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TensorProto_DataType as DataType } from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { zipDocument } from '#shared/document/file-format';
import { describeProblem, isProblem } from '#shared/messages/problem';
import { op, value } from '#shared/onnx/testing';
import { floatTensor } from '#shared/tensor/tensor';
import { openLayers } from './open-model';
import { folder, numbersOf, traced, traceFile, writeBytes, writeModel, writeTensor } from './testing';

const lesson = join(import.meta.dirname, '../../models/forward-pass');

describe('documents', () => {
  test("a lesson's stages, with its own numbers", async () => {
    const found = await traced(lesson);
    expect(found.nodes.map(({ name, op: kind }) => [name, kind])).toEqual([
      ['Input', 'Input'],
      ['Linear Layer 1', 'Linear'],
      ['ReLU', 'ReLU'],
      ['Linear Layer 2', 'Linear'],
      ['Softmax', 'Softmax'],
    ]);
    const rounded = (name: string) => numbersOf(found, name)?.map((number) => Number(number.toFixed(4)));
    expect(rounded('linear_1')).toEqual([0.1, 0.2, 0.3, 0.4]);
    expect(rounded('linear_2')).toEqual([0.5, -0.1]);
    expect(rounded('softmax')).toEqual([0.6457, 0.3543]);
    expect(found.inputs.map(({ name }) => name)).toEqual(['input']);
    expect(found.outputs).toEqual(['softmax']);
  });

  test('an input goes by its name in the model or the name of its layer', async () => {
    const zeros = writeTensor('zeros', floatTensor([1, 3], [0, 0, 0]));
    for (const name of ['input', 'Input']) {
      expect(numbersOf(await traced(lesson, { [name]: zeros }), 'input')).toEqual([0, 0, 0]);
    }
    const two = writeTensor('two', floatTensor([2], [1, -2]));
    expect(await traceFile(lesson, { input: two })).toContain('should be float32 1 x 3');
    expect(await traceFile(lesson, { output: two })).toContain('Its inputs are: input.');
  });

  test('what is complete of one that is half built, and what is missing', async () => {
    const half = join(folder, 'half');
    cpSync(lesson, half, { recursive: true });
    const file = join(half, 'document.json');
    const document = JSON.parse(readFileSync(file, 'utf8')) as { nodes: object[]; edges: object[] };
    writeFileSync(file, JSON.stringify({ ...document, edges: document.edges.slice(0, 2) }));
    const found = await traced(half);
    expect(found.nodes.map(({ name }) => name)).toEqual(['Input', 'Linear Layer 1', 'ReLU']);
    expect(found.notes[0]).toContain('Linear Layer 2 has nothing at its input');
    rmSync(join(half, 'parameters.safetensors'));
    rmSync(join(half, 'inputs'), { recursive: true });
    writeFileSync(file, JSON.stringify({ ...document, nodes: [], edges: [] }));
    expect(await traceFile(half)).toContain('The canvas is empty');
  });

  test('a folder without one is refused', async () => {
    expect(await traceFile(folder)).toContain('holds no document.json');
  });
});

test('a document that does not come to its answers with the inputs given says so, as its model does', async () => {
  const model = writeModel('rows', {
    input: [value('x', ['n', 2])],
    output: [value('y')],
    initializer: [{ name: 'w', dataType: DataType.FLOAT, dims: [2n, 2n], floatData: [1, 2, 3, 4] }],
    node: [op('Add', ['x', 'w'], ['y'])],
  });
  const opened = await openLayers({ shown: model, path: model });
  if (isProblem(opened)) throw new Error(describeProblem(opened));
  const document = writeBytes('rows.loom', zipDocument(opened.document));
  const given = (rows: number) =>
    writeTensor(`${rows}-rows`, floatTensor([rows, 2], new Array<number>(2 * rows).fill(1)));
  expect(numbersOf(await traced(document, { x: given(2) }), 'y')).toEqual([2, 3, 4, 5]);
  for (const path of [model, document]) {
    const found = await traceFile(path, { x: given(5) });
    expect(found).toEqual(expect.stringContaining('5'));
  }
});
