/** All answers of a model become answers of the network; what is in no layer is said. */
import { describe, expect, test } from 'vitest';
import { torchLines } from '../torch/network';
import { textOf } from '../document/code-line';
import { compileForward } from '../compile/compile';
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
    ['an input of no size, which is a node as well', modelOf({ inputs: [...plain.inputs, info('z')] }), ''],
    [
      'an input of whole numbers, which is one, too',
      modelOf({ inputs: [...plain.inputs, { name: 'z', dtype: 'int64', shape: [1] }] }),
      '',
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

test.each([[['y', 'r']], [['r', 'y']]])('all answers come in the order of the model: %j', (names) => {
  const model = modelOf({ outputs: names.map((name) => info(name, 1, 2)) });
  expect(said(model)).toBe('');
  const document = whole(recogniseModel(model, 'm.onnx'));
  const inference = inferShapes(document);
  const exported = whole(readModel(compileForward(document, inference), 'again.onnx'));
  expect(exported.graph?.output.map(({ name }) => name)).toEqual(names);
  const program = textOf(torchLines(document, inference));
  const [first, second] = names.map((name) => (name === 'r' ? 'x' : name));
  expect(program).toMatch(new RegExp(`return \\(\\n.*${first}.*\\n.*${second}`));
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
