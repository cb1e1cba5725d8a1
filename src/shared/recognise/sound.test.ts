/** Models that would be another network as layers are refused with the reason; those that would be the same are opened. */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  ModelProtoSchema,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  type GraphProtoSchema,
  type NodeProtoSchema,
} from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { compileForward, feedsOf } from '../compile/compile';
import { answersOf, completeNodes } from '../document/complete';
import { inferShapes } from '../document/infer';
import { describeProblem, isProblem } from '../messages/problem';
import { readModel } from '../onnx/model-file';
import { encodeModelFile } from '../onnx/model-parts';
import { nodeLimit } from '../tensor/file-limits';
import { floatTensor } from '../tensor/tensor';
import { recogniseModel } from './recognise';

type Node = MessageInitShape<typeof NodeProtoSchema>;
type Graph = MessageInitShape<typeof GraphProtoSchema>;

const value = (name: string, sizes: readonly (number | string)[], elemType = DataType.FLOAT) => ({
  name,
  type: {
    value: {
      case: 'tensorType' as const,
      value: {
        elemType,
        shape: {
          dim: sizes.map((size) => ({
            value:
              typeof size === 'number'
                ? { case: 'dimValue' as const, value: BigInt(size) }
                : { case: 'dimParam' as const, value: size },
          })),
        },
      },
    },
  },
});
const weight = (name: string, sizes: readonly number[], dataType = DataType.FLOAT) => ({
  name,
  dataType,
  dims: sizes.map(BigInt),
  floatData: Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, (_, at) => Math.sin(at + 1)),
});
const op = (opType: string, input: string[], output: string[], extra: Node = {}): Node => ({
  opType,
  input,
  output,
  name: output[0] ?? '',
  ...extra,
});
const integer = (name: string, i: number) => ({ name, type: AttributeType.INT, i: BigInt(i) });
const axis = (at: number): Node => ({ attribute: [integer('axis', at)] });
const transposed: Node = { attribute: [integer('transB', 1)] };

function modelOf(graph: Graph, version = 17n): Uint8Array {
  const stated = { irVersion: 8n, opsetImport: [{ domain: '', version }] };
  return encodeModelFile(create(ModelProtoSchema, { ...stated, graph: { name: 'graph', ...graph } }));
}

function recognise(bytes: Uint8Array) {
  const model = readModel(bytes, 'm.onnx');
  return isProblem(model) ? model : recogniseModel(model, 'm.onnx');
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
      'a softmax that takes several sizes as one',
      modelOf(softmax([1, 3, 4], 1), 11n),
      /m\.onnx computes y with Softmax of operator set 11, where it takes all sizes from its axis on as one.*set 13/,
    ],
    [
      'a log softmax like it',
      modelOf(softmax([2, 3, 4], 1, 'LogSoftmax'), 9n),
      /LogSoftmax of operator set 9/,
    ],
    ['one of an open size behind its axis', modelOf(softmax([1, 3, 'n'], 1), 11n), /as one/],
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
      /does not count from the end/,
    ],
    [
      'a weight that two layers read',
      modelOf(linear([weight('w', [2, 2])], 'w')),
      /m\.onnx has one w for both Linear y and Linear a/,
    ],
    [
      'a weight that a layer reads twice',
      modelOf({
        input: [value('x', [1, 2, 1, 1])],
        output: [value('y', [1, 2, 1, 1])],
        initializer: ['w', 'b', 'm'].map((name) => weight(name, [2])),
        node: [
          op('BatchNormalization', ['x', 'w', 'b', 'm', 'w'], ['y'], {
            attribute: [{ name: 'epsilon', type: AttributeType.FLOAT, f: 1e-5 }],
          }),
        ],
      }),
      /one w for both BatchNorm2d y and BatchNorm2d y/,
    ],
    [
      'a weight that is an answer as well',
      modelOf({
        ...linear([weight('w', [2, 2]), weight('v', [2, 2])], 'v'),
        output: [value('y', [1, 2]), value('w', [2, 2])],
      }),
      /has one w for both Parameter w and Linear a/,
    ],
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
      /keeps w as float64/,
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
    ['an operator no layer is made of', modelOf({ ...plain, node: [op('Sin', ['x'], ['y'])] }), /y with Sin/],
    [
      'an operator of another domain',
      modelOf({ ...plain, node: [op('Relu', ['x'], ['y'], { domain: 'com.example' })] }),
      /with com\.example\.Relu/,
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
      /with Relu\(slopes\)/,
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
      /y with Softmax/,
    ],
    [
      'sizes that double without end',
      modelOf({
        ...plain,
        initializer: [{ name: 's0', dataType: DataType.INT64, dims: [1n], int64Data: [1n] }],
        node: [
          ...Array.from({ length: 60 }, (_, at) =>
            op('Concat', [`s${at}`, `s${at}`], [`s${at + 1}`], axis(0)),
          ),
          op('Reshape', ['x', 's60'], ['y']),
        ],
      }),
      /cannot take inputs of|with Concat/,
    ],
    [
      'an attribute of no stated type',
      modelOf({
        ...softmax([1, 2], 1),
        node: [op('Softmax', ['x'], ['y'], { attribute: [{ name: 'axis', i: 0n }] })],
      }),
      /with Softmax\(axis\)/,
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
      /with com\.example\.Mystery/,
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
      'numbers of another kind',
      modelOf({
        input: [value('x', [2], DataType.INT64)],
        output: [value('y', [2])],
        node: [op('Relu', ['x'], ['y'])],
      }),
      /is given x, and no layer here takes that/,
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
      /holds 2001 operators, and up to 2000 can be opened/,
    ],
    [
      'few operators, and more layers than are drawn with what it is given',
      modelOf({
        ...plain,
        input: Array.from({ length: nodeLimit }, (_, at) => value(at === 0 ? 'x' : `x${at}`, [1, 2])),
        node: [op('Relu', ['x'], ['y'])],
      }),
      /holds 2001 layers, and up to 2000 can be opened/,
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

  test('a model of its own operator', () => {
    const model = create(ModelProtoSchema, {
      irVersion: 8n,
      opsetImport: [{ domain: '', version: 17n }],
      functions: [{ name: 'Relu', domain: '', input: ['x'], output: ['y'], node: [op('Neg', ['x'], ['y'])] }],
      graph: { name: 'graph', ...plain, node: [op('Relu', ['x'], ['y'])] },
    });
    const found = recognise(encodeModelFile(model));
    expect(isProblem(found) && describeProblem(found)).toMatch(/with Relu\(\)/);
  });
});

describe('is opened, and answers what the model does', () => {
  test.each<[string, Uint8Array]>([
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
    const document = recognise(bytes);
    if (isProblem(document)) throw new Error(describeProblem(document));
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
