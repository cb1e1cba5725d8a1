/** Sparse tensors are the dense ones they stand for, wherever a model has them, and hostile ones are refused. */
import { expect, test } from 'vitest';
import {
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type ModelProto,
} from 'onnx-buf';
import { recordRun, runModel } from '#engine/testing';
import { compileForward } from '../compile/compile';
import { inferShapes } from '../document/infer';
import { describeProblem, isProblem, type Problem } from '../messages/problem';
import { openAsDocument } from '../recognise/open';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { decodeGraph } from './decode';
import { readModel } from './model-file';
import { modelOf, op, read, value } from './testing';

const sparse = (indices: readonly number[], more: { rank?: number; dims?: readonly bigint[] } = {}) => {
  const { rank, dims = [2n, 3n] } = more;
  const count = BigInt(rank === undefined ? indices.length : indices.length / rank);
  return {
    dims: [...dims],
    values: {
      ...{ name: 'w', dataType: DataType.FLOAT, dims: [count] },
      floatData: Array.from({ length: Number(count) }, (_, at) => at + 1),
    },
    indices: {
      ...{ dataType: DataType.INT64, dims: rank === undefined ? [count] : [count, BigInt(rank)] },
      int64Data: indices.map(BigInt),
    },
  };
};
const ends = { input: [value('x', [1, 2])], output: [value('y', [1, 3])] };
const product = op('MatMul', ['x', 'w'], ['y']);
const weighing = (tensor: ReturnType<typeof sparse>) =>
  modelOf({ ...ends, node: [product], sparseInitializer: [tensor] });
const constant = (tensor: ReturnType<typeof sparse>) =>
  op('Constant', [], ['w'], {
    attribute: [{ name: 'sparse_value', type: AttributeType.SPARSE_TENSOR, sparseTensor: tensor }],
  });
const x = new Map<string, Tensor>([['x', floatTensor([1, 2], [10, 100])]]);

function whole<T extends object>(found: T | Problem): T {
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}

/** What the model that is opened and exported again answers. */
async function saved(model: ModelProto): Promise<readonly number[]> {
  const { document } = whole(await openAsDocument(model, 'a.onnx', recordRun));
  const answers = await runModel(compileForward(document, inferShapes(document)), x);
  return Array.from(answers.get('y')?.values as Float32Array);
}

test('weights are dense, whichever way their places are listed', async () => {
  const numbers = [0, 1, 0, 0, 0, 2];
  for (const tensor of [sparse([1, 5]), sparse([0, 1, 1, 2], { rank: 2 })]) {
    const model = read(weighing(tensor));
    expect(decodeGraph(model).initializers.get('w')).toEqual(floatTensor([2, 3], numbers));
    expect(await saved(model)).toEqual([0, 10, 200]);
  }
});

test('a Constant runs once it is opened and saved', async () => {
  const model = read(modelOf({ ...ends, node: [constant(sparse([1, 5])), product] }));
  expect(await saved(model)).toEqual([0, 10, 200]);
});

test('so are those within branches', async () => {
  const branch = (name: string, tensor: ReturnType<typeof sparse>) => ({
    ...{ name, type: AttributeType.GRAPH },
    g: {
      name,
      output: [value(`${name}_y`)],
      node: [constant(tensor), op('MatMul', ['x', 'w'], [`${name}_y`])],
    },
  });
  const chosen = op('If', ['flag'], ['y'], {
    attribute: [branch('then_branch', sparse([1, 5])), branch('else_branch', sparse([0]))],
  });
  const flag = { name: 'flag', dataType: DataType.BOOL, int32Data: [1] };
  expect(await saved(read(modelOf({ ...ends, node: [chosen], initializer: [flag] })))).toEqual([0, 10, 200]);
});

test('places that are none, or the same twice, are refused', () => {
  const hostile = [
    sparse([0, 6]),
    sparse([-1, 2]),
    sparse([1, 1]),
    sparse([0, 3, 1, 1], { rank: 2 }),
    sparse([0, 1, 2], { rank: 3 }),
    sparse([0], { dims: [-2n, -3n] }),
  ];
  for (const tensor of hostile)
    expect(readModel(weighing(tensor), 'a.onnx')).toMatchObject({ code: 'model-unreadable' });
});

test('a small file that stands for more than a file may hold is refused before it is made', () => {
  const found = readModel(weighing(sparse([0], { dims: [4n, 1n << 33n] })), 'a.onnx', Infinity);
  expect(found).toMatchObject({ code: 'file-too-large' });
});
