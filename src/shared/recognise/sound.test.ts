/** Models that would be another network as layers are refused with the reason; those that would be the same are opened. */
import { create } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  ModelProtoSchema,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
} from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { recordRun, runModel } from '#engine/testing';
import { compileForward, feedsOf } from '../compile/compile';
import { answersOf, completeNodes } from '../document/complete';
import { inferShapes } from '../document/infer';
import { describeProblem, isProblem } from '../messages/problem';
import { readModel } from '../onnx/model-file';
import { encodeModelFile } from '../onnx/model-bytes';
import { float, integer, modelOf, op, value, type Graph, type Node } from '../onnx/testing';
import { nodeLimit } from '../tensor/file-limits';
import { floatTensor } from '../tensor/tensor';
import { openAsDocument, type OpenedDocument } from './open';
import { recogniseModel } from './recognise';

const weight = (name: string, sizes: readonly number[], dataType = DataType.FLOAT) => ({
  name,
  dataType,
  dims: sizes.map(BigInt),
  floatData: Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, (_, at) => Math.sin(at + 1)),
});
const axis = (at: number): Node => ({ attribute: [integer('axis', at)] });
const transposed: Node = { attribute: [integer('transB', 1)] };

function recognise(bytes: Uint8Array) {
  const model = readModel(bytes, 'm.onnx');
  return isProblem(model) ? model : recogniseModel(model, 'm.onnx');
}

async function opened(bytes: Uint8Array): Promise<OpenedDocument> {
  const model = readModel(bytes, 'm.onnx');
  const found = isProblem(model) ? model : await openAsDocument(model, 'm.onnx', recordRun);
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}

const plain = { input: [value('x', [1, 2])], output: [value('y', [1, 2])] };
const softmax = (sizes: readonly (number | string)[], at: number, type = 'Softmax') => ({
  input: [value('x', sizes)],
  output: [value('y', sizes)],
  node: [op(type, ['x'], ['y'], axis(at))],
});
const linear = (weights: Graph['initializer'], second: string) => ({
  ...plain,
  initializer: weights ?? [],
  node: [op('Gemm', ['x', 'w'], ['a'], transposed), op('Gemm', ['a', second], ['y'], transposed)],
});

describe('is refused', () => {
  test.each<[string, Uint8Array, RegExp]>([
    [
      'weights in a file of their own',
      modelOf(
        linear(
          [
            {
              ...weight('w', [2, 2]),
              floatData: [],
              dataLocation: DataLocation.EXTERNAL,
              externalData: [{ key: 'location', value: 'm.onnx.data' }],
            },
            weight('v', [2, 2]),
          ],
          'v',
        ),
      ),
      /m\.onnx keeps its weights in a file of their own, m\.onnx\.data/,
    ],
    [
      'weights that are not there',
      modelOf(linear([weight('w', [2, 2])], 'gone')),
      /needs gone, which nothing/,
    ],
    ['an answer nothing computes', modelOf({ ...plain, node: [] }), /needs y, which nothing/],
    [
      'a loop',
      modelOf({
        ...plain,
        node: [op('Add', ['x', 'b'], ['a']), op('Relu', ['a'], ['b']), op('Relu', ['b'], ['y'])],
      }),
      /reads b with Add before it is computed: its operators form a loop/,
    ],
    [
      'a value computed twice',
      modelOf({ ...plain, node: [op('Relu', ['x'], ['y']), op('Tanh', ['x'], ['y'])] }),
      /two places what y is/,
    ],
    [
      'a set that means otherwise and cannot be brought up',
      modelOf(
        {
          ...plain,
          node: [op('BatchNormalization', ['x', 'x', 'x', 'x', 'x'], ['y', 'm', 'v'])],
        },
        6n,
      ),
      /operator set 6.*Export it with operator set 13 or later/,
    ],
    [
      'more operators than are drawn',
      modelOf({
        ...plain,
        output: [value(`v${nodeLimit}`, [1, 2])],
        node: Array.from({ length: nodeLimit + 1 }, (_, at) =>
          op('Relu', [at === 0 ? 'x' : `v${at - 1}`], [`v${at}`]),
        ),
      }),
      /holds 10001 operators, and up to 10000 can be opened/,
    ],
    [
      'few operators, and more layers than are drawn with what it is given',
      modelOf({
        ...plain,
        input: Array.from({ length: nodeLimit }, (_, at) => value(at === 0 ? 'x' : `x${at}`, [1, 2])),
        node: [op('Relu', ['x'], ['y'])],
      }),
      /holds 10001 layers, and up to 10000 can be opened/,
    ],
    [
      'a file that takes far more than its size',
      modelOf({ ...plain, node: Array.from({ length: 1_100_000 }, () => ({})) }),
      /more than the 400\.0 MB allowed/,
    ],
  ])('%s', (_, bytes, sentence) => {
    const found = recognise(bytes);
    expect(isProblem(found) && describeProblem(found)).toMatch(sentence);
  });
});

describe('is opened, and what keeps it from being run is said', () => {
  test.each<[string, Uint8Array]>([
    [
      'weights of another type',
      modelOf(
        linear(
          [
            { name: 'w', dataType: DataType.DOUBLE, dims: [2n, 2n], doubleData: [1, 2, 3, 4] },
            weight('v', [2, 2]),
          ],
          'v',
        ),
      ),
    ],
    [
      'an operator of another domain',
      modelOf({ ...plain, node: [op('Relu', ['x'], ['y'], { domain: 'com.example' })] }),
    ],
    [
      'an operator told what none is told',
      modelOf({
        ...plain,
        node: [
          op('Relu', ['x'], ['y'], {
            attribute: [{ name: 'slopes', type: AttributeType.FLOATS, floats: [2] }],
          }),
        ],
      }),
    ],
    [
      'an operator told a tensor in place of a number',
      modelOf({
        ...softmax([1, 2], 1),
        node: [
          op('Softmax', ['x'], ['y'], {
            attribute: [
              {
                name: 'axis',
                type: AttributeType.TENSOR,
                t: { dataType: DataType.INT64, dims: [1n], int64Data: [1n] },
              },
            ],
          }),
        ],
      }),
    ],
    [
      'an attribute of no stated type',
      modelOf({
        ...softmax([1, 2], 1),
        node: [op('Softmax', ['x'], ['y'], { attribute: [{ name: 'axis', i: 0n }] })],
      }),
    ],
    [
      'an operator without inputs that is no constant',
      modelOf({
        ...plain,
        node: [
          op('Mystery', [], ['w'], {
            domain: 'com.example',
            attribute: [{ name: 'value', type: AttributeType.TENSOR, t: weight('w', [2]) }],
          }),
          op('Add', ['x', 'w'], ['y']),
        ],
      }),
    ],
    [
      'numbers of another kind',
      modelOf({
        input: [value('x', [2], DataType.INT64)],
        output: [value('y', [2])],
        node: [op('Relu', ['x'], ['y'])],
      }),
    ],
  ])('%s', async (_, bytes) => {
    const { document, notes } = await opened(bytes);
    expect(notes.map(({ code }) => code)).toContain('model-not-run');
    expect(document.nodes.some((node) => node.op)).toBe(true);
  });
});

describe('is opened, and answers what the model does', () => {
  test.each<[string, Uint8Array]>([
    ['a softmax that takes several sizes as one', modelOf(softmax([1, 3, 4], 1), 11n)],
    ['a log softmax like it', modelOf(softmax([2, 3, 4], 1, 'LogSoftmax'), 9n)],
    ['one of an open size behind its axis', modelOf(softmax([1, 3, 'n'], 1), 11n)],
    [
      'an index from the end before there were such',
      modelOf(
        {
          ...plain,
          initializer: [{ name: 'i', dataType: DataType.INT64, dims: [1n], int64Data: [-1n] }],
          node: [op('Gather', ['x', 'i'], ['y'], axis(1))],
        },
        10n,
      ),
    ],
    ['a weight that two layers read', modelOf(linear([weight('w', [2, 2])], 'w'))],
    [
      'a weight that a layer reads twice',
      modelOf({
        input: [value('x', [1, 2, 1, 1])],
        output: [value('y', [1, 2, 1, 1])],
        initializer: ['w', 'b', 'm'].map((name) => weight(name, [2])),
        node: [
          op('BatchNormalization', ['x', 'w', 'b', 'm', 'w'], ['y'], {
            attribute: [float('epsilon', 1e-5)],
          }),
        ],
      }),
    ],
    [
      'a weight that is an answer as well',
      modelOf({
        ...linear([weight('w', [2, 2]), weight('v', [2, 2])], 'v'),
        output: [value('y', [1, 2]), value('w', [2, 2])],
      }),
    ],
    ['an operator no layer is made of', modelOf({ ...plain, node: [op('Sin', ['x'], ['y'])] })],
    [
      'a model of its own operator',
      encodeModelFile(
        create(ModelProtoSchema, {
          irVersion: 8n,
          opsetImport: [
            { domain: '', version: 17n },
            { domain: 'own', version: 1n },
          ],
          functions: [
            {
              ...{ name: 'Turned', domain: 'own', input: ['x'], output: ['y'] },
              opsetImport: [{ domain: '', version: 17n }],
              node: [op('Neg', ['x'], ['y'])],
            },
          ],
          graph: { name: 'graph', ...plain, node: [op('Turned', ['x'], ['y'], { domain: 'own' })] },
        }),
      ),
    ],
    ['an old softmax over a last size', modelOf(softmax([2, 3], 1), 11n)],
    ['one with nothing but ones behind', modelOf(softmax([2, 3, 1, 1], 1), 12n)],
    ['a softmax of today', modelOf(softmax([1, 3, 4], 1), 13n)],
    [
      'two layers with weights of their own',
      modelOf(linear([weight('w', [2, 2]), weight('v', [2, 2])], 'v')),
    ],
    [
      'several answers, and an input nothing is made of',
      modelOf({
        input: [value('x', [1, 2]), value('spare', [3])],
        output: [value('a', [1, 2]), value('y', [1, 2])],
        node: [op('Relu', ['x'], ['a']), op('Tanh', ['x'], ['y']), op('Neg', ['x'], ['unused'])],
      }),
    ],
  ])('%s', async (_, bytes) => {
    const { document } = await opened(bytes);
    const inference = inferShapes(document);
    expect(inference.problems).toEqual([]);
    const nodes = completeNodes(inference);
    const given = nodes.flatMap(({ emission }) => emission.graphInputs);
    const feeds = feedsOf(document, inference);
    const model = readModel(bytes, 'm.onnx');
    if (isProblem(model)) throw new Error(describeProblem(model));
    expect(given.map(({ name }) => name).sort()).toEqual(model.graph?.input.map(({ name }) => name).sort());
    const numbers = new Map(
      given.map(({ name, shape }) => [name, feeds.get(name) ?? floatTensor(shape, [])]),
    );
    const expected = await runModel(encodeModelFile(model), numbers);
    const found = await runModel(compileForward(document, inference), numbers);
    const answers = answersOf(nodes).map(({ emission }) => found.get(emission.output.name)?.values);
    expect(answers.map(String).sort()).toEqual(
      [...expected.values()].map(({ values }) => String(values)).sort(),
    );
  });
});

test('a fault of this program is none of the file', () => {
  expect(() => recogniseModel(create(ModelProtoSchema), 'm.onnx')).toThrow(TypeError);
});
