/** An input of whole numbers becomes one of float32 only where nothing but tables and sizes are read by it. */
import { expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { encodeModel } from '../onnx/encode';
import type { OpNode } from '../onnx/graph';
import { readModel } from '../onnx/model-file';
import { floatTensor } from '../tensor/tensor';
import { recogniseModel } from './recognise';

const op = (type: string, inputs: string[], output: string): OpNode => ({
  ...{ name: output, type, inputs, outputs: [output] },
  attributes: type === 'Cast' ? { to: { int: 1 } } : {},
});

/** Opened as kinds of layers, or why not. */
function opened(nodes: readonly OpNode[], outputs = ['y']): string {
  const bytes = encodeModel({
    name: 'words',
    inputs: [{ name: 'x', dtype: 'int64', shape: [2, 3] }],
    outputs: outputs.map((name) => ({ name, dtype: name === 'x' ? 'int64' : 'float32', shape: [2, 3] })),
    initializers: new Map([
      ['w', floatTensor([4, 1], [1, 2, 3, 4])],
      ['v', floatTensor([4, 1], [4, 3, 2, 1])],
    ]),
    nodes,
  });
  const model = readModel(bytes, 'words.onnx');
  if (isProblem(model)) return describeProblem(model);
  const document = recogniseModel(model, 'words.onnx');
  return isProblem(document) ? describeProblem(document) : document.nodes.map(({ kind }) => kind).join(' ');
}

test.each<[string, readonly OpNode[], RegExp]>([
  ['a table', [op('Gather', ['w', 'x'], 'y')], /^Input Embedding$/],
  [
    'two tables',
    [op('Gather', ['w', 'x'], 'a'), op('Gather', ['v', 'x'], 'b'), op('Add', ['a', 'b'], 'y')],
    /^Input Embedding Embedding Add$/,
  ],
  [
    'a table whose value is called as ours would be',
    [op('Gather', ['w', 'x'], 'y'), op('Relu', ['y'], 'y/whole')],
    /^Input Embedding$/,
  ],
  [
    'one table twice',
    [op('Gather', ['w', 'x'], 'a'), op('Gather', ['w', 'x'], 'b'), op('Add', ['a', 'b'], 'y')],
    /has one w for both/,
  ],
])('%s', (_, nodes, expected) => {
  expect(opened(nodes)).toMatch(expected);
});

test.each<[string, string]>([
  ['arithmetic', 'b'],
  ['an answer', 'x'],
])('an input that is also for %s stays', (_, answer) => {
  const nodes = [op('Gather', ['w', 'x'], 'y'), op('Cast', ['x'], 'b')];
  expect(opened(nodes, ['y', answer])).toMatch(/^words\.onnx (computes|is given)/);
});
