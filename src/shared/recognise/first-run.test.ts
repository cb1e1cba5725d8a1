/** What a model says of what goes in and comes out of it is what a saved one says; what cannot be is told. */
import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { TensorProto_DataType as DataType, TypeProtoSchema, type ModelProto } from 'onnx-buf';
import { recordRun, runModel } from '#engine/testing';
import { compileForward } from '../compile/compile';
import { decodeDocument, encodeDocument } from '../document/file-format';
import { inferShapes } from '../document/infer';
import { describeProblem, isProblem, type Problem } from '../messages/problem';
import { optionalInputs } from '../onnx/decode';
import { contentsOf } from '../onnx/model-file';
import { graphOf } from '../onnx/model-parts';
import { modelOf, op, read, value, type Graph } from '../onnx/testing';
import { floatTensor } from '../tensor/tensor';
import { openAsDocument } from './open';

function whole<T extends object>(found: T | Problem): T {
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}

/** As it is saved, once in a file of our own and then as a model, and what is said of it. */
async function saved(graph: Graph, irVersion = 8n) {
  const { document, notes } = whole(
    await openAsDocument(read(modelOf(graph, 17n, irVersion)), 'm.onnx', recordRun),
  );
  const kept = whole(decodeDocument(encodeDocument(document), 'm.loom'));
  const bytes = compileForward(kept, inferShapes(kept));
  return { kinds: kept.nodes.map(({ kind }) => kind), notes, bytes, model: read(bytes) };
}

const numbers = (name: string, dims: readonly number[], floatData: number[]) => ({
  ...{ name, dataType: DataType.FLOAT, dims: dims.map(BigInt), floatData },
});
const square = numbers('w', [2, 2], [1, 2, 3, 4]);
const shapesOf = (model: ModelProto) => contentsOf(model).inputs.map(({ shape }) => shape);
const outputsOf = (model: ModelProto) => graphOf(model).output.map(({ name }) => name);

test('an input that need not be given stays one, with its numbers for where it is not', async () => {
  const { kinds, model, bytes } = await saved({
    input: [value('x', ['n', 2]), value('k', [2])],
    output: [value('y', ['n', 2])],
    initializer: [numbers('k', [2], [10, 20]), square],
    node: [op('Add', ['x', 'k'], ['a']), op('MatMul', ['a', 'w'], ['y'])],
  });
  expect(kinds.filter((kind) => kind === 'Input')).toHaveLength(2);
  expect(contentsOf(model).inputs).toMatchObject([
    { name: 'x', shape: ['n', 2], hasInitializer: false },
    { name: 'k', shape: [2], hasInitializer: true },
  ]);
  expect(optionalInputs(model).get('k')?.byDefault).toEqual(floatTensor([2], [10, 20]));
  const answers = await runModel(bytes, new Map([['x', floatTensor([1, 2], [0, 0])]]));
  expect(Array.from(answers.get('y')?.values as Float32Array)).toEqual([70, 100]);
});

test('weights that are all listed among the inputs are weights, which is said where it once meant more', async () => {
  const graph = {
    input: [value('x', [1, 2]), value('w', [2, 2]), value('b', [2])],
    output: [value('y', [1, 2])],
    initializer: [square, numbers('b', [2], [1, 1])],
    node: [op('Gemm', ['x', 'w', 'b'], ['y'])],
  };
  const now = await saved(graph);
  expect(now.kinds).toEqual(['Input', 'Linear']);
  expect(now.notes).toMatchObject([{ code: 'model-inputs-kept', values: { names: '"w", "b"' } }]);
  const before = await saved(graph, 3n);
  expect([before.kinds, before.notes]).toEqual([['Input', 'Linear'], []]);
});

test('a value that is answered twice is answered twice, in its place', async () => {
  const y = value('y', [1, 2]);
  const { model } = await saved({
    input: [value('x', [1, 2])],
    output: [y, value('z', [1, 2]), y],
    node: [op('Relu', ['x'], ['y']), op('Neg', ['x'], ['z'])],
  });
  expect(outputsOf(model)).toEqual(['y', 'z', 'y']);
});

test('what is answered and is no tensor keeps its type', async () => {
  const tensor = { case: 'tensorType' as const, value: { elemType: DataType.FLOAT } };
  const type = create(TypeProtoSchema, {
    value: { case: 'sequenceType', value: { elemType: { value: tensor } } },
  });
  const { model } = await saved({
    input: [value('x', [1, 2])],
    output: [{ name: 's', type }],
    node: [op('SequenceConstruct', ['x', 'x'], ['s'])],
  });
  expect(graphOf(model).output).toMatchObject([{ name: 's', type: { value: { case: 'sequenceType' } } }]);
});

test('of an input that may have any number of dimensions the one that runs is found, and said', async () => {
  const convolution = numbers('w', [1, 3, 1, 1], [1, 1, 1]);
  const found = await saved({
    input: [value('x')],
    output: [value('y')],
    initializer: [convolution],
    node: [op('Conv', ['x', 'w'], ['y'])],
  });
  expect(found.notes).toMatchObject([{ code: 'model-rank-tried', values: { inputs: 'x (4)' } }]);
  expect(shapesOf(found.model)).toEqual([['x_0', 'x_1', 'x_2', 'x_3']]);
  const product = await saved({
    input: [value('x')],
    output: [value('y')],
    initializer: [square],
    node: [op('MatMul', ['x', 'w'], ['y'])],
  });
  expect(shapesOf(product.model)).toEqual([['x_0', 'x_1']]);
});

test('where none runs it is refused', async () => {
  const model = read(
    modelOf({
      input: [value('x')],
      output: [value('y')],
      initializer: [square, numbers('v', [3, 3], new Array<number>(9).fill(1))],
      node: [op('MatMul', ['x', 'w'], ['a']), op('MatMul', ['a', 'v'], ['y'])],
    }),
  );
  expect(await openAsDocument(model, 'm.onnx', recordRun)).toMatchObject({ code: 'model-rank-unknown' });
});

test('a long name is kept, and those that cannot be are told', async () => {
  const named = (input: string, output: string) =>
    saved({
      input: [value(input, [1, 2])],
      output: [value(output, [1, 2])],
      node: [op('Relu', [input], [output])],
    });
  const long = 'y'.repeat(10_000);
  const { model, notes } = await named('x', long);
  expect([outputsOf(model), notes]).toEqual([[long], []]);
  const odd = await named('a\0b', '__proto__');
  expect(odd.notes).toMatchObject([
    { code: 'model-names-changed', values: { names: '"a\\u0000b", "__proto__"' } },
  ]);
});

test('a sum of hundreds is one operator, and numbers that many read are one node', async () => {
  const branches = Array.from({ length: 700 }, (_, at) => op('Mul', ['x', `c${at % 7}`], [`b${at}`]));
  const { kinds } = await saved({
    input: [value('x', [1, 2])],
    output: [value('y', [1, 2])],
    initializer: Array.from({ length: 7 }, (_, at) => numbers(`c${at}`, [], [at])),
    node: [
      ...branches,
      op(
        'Sum',
        branches.map(({ output = [] }) => output[0] ?? ''),
        ['y'],
      ),
    ],
  });
  const count = (kind: string) => kinds.filter((each) => each === kind).length;
  expect([count('Multiply'), count('Constant'), count('onnx.Sum'), kinds.length]).toEqual([700, 7, 1, 709]);
});
