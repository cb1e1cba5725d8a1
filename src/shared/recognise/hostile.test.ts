/** Names without end, sizes no tensor has, loops and names given twice: each is one short sentence, or opens. */
import {
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
} from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { recordRun } from '#engine/testing';
import { inferShapes } from '../document/infer';
import { describeProblem, isProblem } from '../messages/problem';
import { readModel } from '../onnx/model-file';
import { integer, modelOf, value, type Graph, type Node } from '../onnx/testing';
import { openAsDocument } from './open';

const long = 'n'.repeat(10_000);

const op = (opType: string, input: string[], output: string[], attribute: Node['attribute'] = []): Node => ({
  ...{ opType, input, output, attribute },
});
const floats = (name: string, dims: readonly bigint[], floatData: number[] = [1]) => ({
  ...{ name, dims: [...dims], dataType: DataType.FLOAT, floatData },
});
const longs = (name: string, int64Data: bigint[]) => ({
  ...{ name, dims: [BigInt(int64Data.length)], dataType: DataType.INT64, int64Data },
});
const ints = (name: string, list: bigint[]) => ({ name, type: AttributeType.INTS, ints: list });
const image = { input: [value('x', [1, 3, 4, 4])], output: [value('y', [])] };
const row = { input: [value('x', [1, 2])], output: [value('y', [])] };

/** What is said of it: that it cannot be opened, what is left out of it, or what is wrong with its parts. */
async function saidOf(bytes: Uint8Array): Promise<readonly string[]> {
  const model = readModel(bytes, 'm.onnx');
  if (isProblem(model)) return [describeProblem(model)];
  const opened = await openAsDocument(model, 'm.onnx', recordRun);
  if (isProblem(opened)) return [describeProblem(opened)];
  return [...opened.notes, ...inferShapes(opened.document).problems].map(describeProblem);
}

function expectShort(sentences: readonly string[], wanted?: RegExp): void {
  for (const sentence of sentences) {
    expect(sentence).toMatch(/[.?]$/);
    expect(sentence.length).toBeLessThanOrEqual(300);
    expect(sentence).not.toMatch(/\{\w+\}|undefined|NaN/);
  }
  if (wanted) expect(sentences.join(' ')).toMatch(wanted);
}

describe('names of ten thousand letters', () => {
  const elsewhere = {
    ...{ name: long, dims: [1n], dataType: DataType.FLOAT, dataLocation: DataLocation.EXTERNAL },
    externalData: [{ key: 'location', value: long }],
  };
  test.each<[string, Graph, RegExp]>([
    ['of an operator', { ...row, node: [op(long, ['x'], ['y'])] }, /which no runtime knows/],
    [
      'of a domain',
      { ...row, node: [{ ...op('Relu', ['x'], ['y']), domain: long }] },
      /which no runtime knows/,
    ],
    ['of a node', { ...row, node: [{ ...op('Nope', ['x'], ['y']), name: long }] }, /does not run/],
    ['of an attribute', { ...row, node: [op('Relu', ['x'], ['y'], [integer(long, 1n)])] }, /does not run/],
    [
      'of an answer',
      { ...row, output: [value(long, [])], node: [op('Nope', ['x'], [long])] },
      /does not run/,
    ],
    [
      'of a value that is not there',
      { ...row, node: [op('Add', ['x', long], ['y'])] },
      /needs n+…n+, which nothing/,
    ],
    [
      'of weights',
      { ...row, initializer: [floats(long, [5n])], node: [op('Add', ['x', long], ['y'])] },
      /fewer or more/,
    ],
    [
      'of weights and their file',
      { ...row, initializer: [elsewhere], node: [op('Add', ['x', long], ['y'])] },
      /n+…n+\. Open it from/,
    ],
    [
      'of weights nobody reads',
      { ...row, initializer: [floats(long, [1n])], node: [op('Relu', ['x'], ['y'])] },
      /Left out/,
    ],
    [
      'of weights that two layers share',
      {
        ...{
          ...row,
          output: [value('y', []), value(long, [])],
          initializer: [floats(`${long}w`, [2n, 2n], [1, 2, 3, 4])],
        },
        node: [op('MatMul', ['x', `${long}w`], ['y']), op('MatMul', ['x', `${long}w`], [long])],
      },
      /^$/,
    ],
  ])('%s', async (_, graph, sentence) => {
    expectShort(await saidOf(modelOf(graph)), sentence);
  });

  test.each<[string, Graph]>([
    ['of the graph', { ...row, name: long, node: [op('Relu', ['x'], ['y'])] }],
    ['of what is given', { ...row, input: [value(long, [1, 2])], node: [op('Relu', [long], ['y'])] }],
    ['of a size that is open', { ...row, input: [value('x', [long, 2])], node: [op('Relu', ['x'], ['y'])] }],
  ])('%s keep nothing from being opened', async (_, graph) => {
    expect(await saidOf(modelOf(graph))).toEqual([]);
  });
});

describe.each([2n ** 31n, 2n ** 40n, 2n ** 63n - 1n, -(2n ** 63n)])('%s', (many) => {
  const weight = { initializer: [floats('w', [1n, 3n, 1n, 1n], [1, 2, 3])] };
  const sized = (type: string, list: bigint[]): Graph => ({
    ...{ ...image, initializer: [longs('s', list)], node: [op(type, ['x', 's'], ['y'])] },
  });
  const told = (type: string, ...attribute: NonNullable<Node['attribute']>): Graph => ({
    ...{ ...image, node: [op(type, ['x'], ['y'], attribute)] },
  });
  const two = [many, many];
  test.each<[string, Graph]>([
    ['as an axis', told('Softmax', integer('axis', many))],
    ['as where a tensor is made flat', told('Flatten', integer('axis', many))],
    ['as an order of axes', told('Transpose', ints('perm', [many, 0n, 1n, 2n]))],
    ['as axes', told('ReduceMean', ints('axes', [many]))],
    ['as a window', told('MaxPool', ints('kernel_shape', two))],
    ['as steps', told('MaxPool', ints('kernel_shape', [2n, 2n]), ints('strides', two))],
    ['as padding', told('AveragePool', ints('kernel_shape', [2n, 2n]), ints('pads', [...two, ...two]))],
    [
      'as dilations',
      { ...image, ...weight, node: [op('Conv', ['x', 'w'], ['y'], [ints('kernel_shape', two)])] },
    ],
    ['as groups', { ...image, ...weight, node: [op('Conv', ['x', 'w'], ['y'], [integer('group', many)])] }],
    ['as a shape', sized('Reshape', [1n, many])],
    ['as what is stretched to', sized('Expand', [many, 1n, 3n, 4n, 4n])],
    ['as how often', sized('Tile', [many, 1n, 1n, 1n])],
    ['as what is put around', sized('Pad', [0n, 0n, 0n, many, 0n, 0n, 0n, 0n])],
    ['as a new axis', sized('Unsqueeze', [many])],
    ['as the length of a piece', sized('Split', [many])],
    ['as how many pieces', told('Split', integer('num_outputs', many))],
    ['as a type', told('Cast', integer('to', many))],
    ['as a block', told('DepthToSpace', integer('blocksize', many))],
    [
      'as a size of weights',
      { ...row, initializer: [floats('w', [many])], node: [op('Add', ['x', 'w'], ['y'])] },
    ],
  ])('%s is refused, or as the runtime has it', async (what, graph) => {
    const said = await saidOf(modelOf(graph));
    expectShort(said);
    // The runtime takes an axis by its lower half.
    if (what !== 'as an axis') expect(said.length).toBeGreaterThan(0);
  });

  test('as a size of what is given is refused, or open', async () => {
    const given = await saidOf(
      modelOf({ ...row, input: [value('x', two)], node: [op('Relu', ['x'], ['y'])] }),
    );
    expectShort(given, many > 0n ? /more than the 200000000 that fit here/ : /^$/);
  });
});

describe('what leads nowhere', () => {
  test.each<[string, Graph, RegExp]>([
    ['an operator that reads itself', { ...row, node: [op('Add', ['x', 'y'], ['y'])] }, /form a loop/],
    [
      'a loop of two',
      { ...row, node: [op('Add', ['x', 'y'], ['a']), op('Relu', ['a'], ['y'])] },
      /form a loop/,
    ],
    [
      'a value computed twice',
      { ...row, node: [op('Relu', ['x'], ['y']), op('Tanh', ['x'], ['y'])] },
      /two places what y is/,
    ],
    [
      'an input given twice',
      { ...row, input: [value('x', [1, 2]), value('x', [3])], node: [op('Relu', ['x'], ['y'])] },
      /two places what x is/,
    ],
    [
      'weights given twice',
      {
        ...row,
        initializer: [floats('w', [1n], [1]), floats('w', [1n], [2])],
        node: [op('Add', ['x', 'w'], ['y'])],
      },
      /two places what w is/,
    ],
    [
      'padding by a word there is not',
      {
        ...{ ...image, initializer: [floats('w', [1n, 3n, 1n, 1n], [1, 2, 3])] },
        node: [
          op(
            'Conv',
            ['x', 'w'],
            ['y'],
            [{ name: 'auto_pad', type: AttributeType.STRING, s: new Uint8Array([65]) }],
          ),
        ],
      },
      /does not run/,
    ],
  ])('%s', async (_, graph, sentence) => {
    expectShort(await saidOf(modelOf(graph)), sentence);
  });

  test('a graph within a graph, ten thousand deep', async () => {
    // Field 1 of a graph is a node, 5 of a node an attribute, 6 of that a graph; field 7 of a model its graph.
    const depths = 30_000;
    const starts: number[][] = [];
    for (let size = 0, within = depths; within >= 0; within--) {
      const length: number[] = [];
      for (let left = size; left > 0 || length.length === 0; left >>= 7)
        length.push((left & 127) | (left > 127 ? 128 : 0));
      const tag = [0x32, 0x0a, 0x2a][within % 3] ?? 0;
      starts.push([within === 0 ? 0x3a : tag, ...length]);
      size += 1 + length.length;
    }
    expectShort(
      await saidOf(Uint8Array.from([0x08, 8, 0x42, 2, 0x10, 17, ...starts.reverse().flat()])),
      /too deep within one another/,
    );
  });
});
