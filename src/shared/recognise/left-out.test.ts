/** All answers of a model become answers of the network; what is in no layer is said. */
import { describe, expect, test } from 'vitest';
import { torchLines } from '../torch/network';
import { textOf } from '../document/code-line';
import { inferShapes } from '../document/infer';
import { describeProblem, isProblem, type Problem } from '../messages/problem';
import { encodeModel } from '../onnx/encode';
import type { Graph, OpNode } from '../onnx/graph';
import { readModel, type ModelProto } from '../onnx/model-file';
import { floatTensor } from '../tensor/tensor';
import { leftOut, notesOn } from './left-out';
import { recogniseModel } from './recognise';

const info = (name: string, ...shape: number[]) => ({ name, dtype: 'float32' as const, shape });
const op = (type: string, inputs: string[], output: string): OpNode => ({
  name: output,
  type,
  inputs,
  outputs: [output],
  attributes: {},
});
const plain: Graph = {
  name: 'plain',
  inputs: [info('x', 1, 2)],
  outputs: [info('y', 1, 2)],
  initializers: new Map(),
  nodes: [op('Tanh', ['x'], 'h'), op('Relu', ['h'], 'r'), op('Tanh', ['r'], 'y')],
};

function whole<T extends object>(found: T | Problem): T {
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}
const modelOf = (changes: Partial<Graph>, change: (model: ModelProto) => void = () => undefined) => {
  const model = whole(readModel(encodeModel({ ...plain, ...changes }), 'm.onnx'));
  change(model);
  return model;
};
const said = (model: ModelProto): string => {
  const found = leftOut(model, 'm.onnx');
  return found ? describeProblem(found) : '';
};

describe('what no answer is made of is said', () => {
  test.each<[string, ModelProto, string]>([
    ['nothing', modelOf({}), ''],
    ['an answer on the way', modelOf({ outputs: [info('r', 1, 2), info('y', 1, 2)] }), ''],
    ['an input that becomes a layer', modelOf({ inputs: [...plain.inputs, info('z', 1, 5)] }), ''],
    ['an input of no size', modelOf({ inputs: [...plain.inputs, info('z')] }), 'the input z'],
    [
      'an input of whole numbers',
      modelOf({ inputs: [...plain.inputs, { name: 'z', dtype: 'int64', shape: [1] }] }),
      'the input z',
    ],
    ['numbers', modelOf({ initializers: new Map([['w', floatTensor([2], [1, 2])]]) }), 'the numbers w'],
    [
      'operators',
      modelOf({ nodes: [...plain.nodes, op('Relu', ['h'], 'a'), op('Tanh', ['a'], 'b')] }),
      'Relu a, Tanh b',
    ],
    [
      'notes and a description',
      modelOf({}, (model) => {
        model.docString = 'what it is for';
        model.metadataProps = [{ $typeName: 'onnx.StringStringEntryProto', key: 'labels', value: 'cat,dog' }];
      }),
      'its notes (labels), its description',
    ],
  ])('%s', (_, model, things) => {
    const sentence = `Left out of m.onnx, since no layer is made of it: ${things}. Keep the file if you need that.`;
    expect(said(model)).toBe(things && sentence);
  });
});

test.each([
  [['y', 'r'], 'the order of its answers (y, r), which come as they are computed (r, y)'],
  [['r', 'y'], ''],
])('all answers are those of the program, and where %j is another order that is said', (names, order) => {
  const model = modelOf({ outputs: names.map((name) => info(name, 1, 2)) });
  expect(said(model)).toContain(order);
  expect(said(model) === '').toBe(order === '');
  const document = whole(recogniseModel(model, 'm.onnx'));
  const program = textOf(torchLines(document, inferShapes(document)));
  expect(program).toMatch(/x = self\.r\(x\).*\n.*y = self\.y\(x\).*\n\s+return \(\n\s+x,.*\n\s+y,.*\n\s+\)/);
});

test('numbers that are kept once for several layers are said to part', () => {
  const w = floatTensor([1, 2], [1, 2]);
  const model = modelOf({
    initializers: new Map([['w', w]]),
    nodes: [op('Identity', ['w'], 'copy'), op('Add', ['x', 'w'], 'h'), op('Add', ['h', 'copy'], 'y')],
  });
  expect(notesOn(model, 'm.onnx').map(describeProblem)).toEqual([
    expect.stringMatching(/^m\.onnx keeps w once for several layers/),
  ]);
  expect(notesOn(modelOf({}), 'm.onnx')).toEqual([]);
});
