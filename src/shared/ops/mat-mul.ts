/** MatMul: matrix product over the last two axes, the others broadcast. Source: https://onnx.ai/onnx/operators/onnx__MatMul.html */
import { areShapesEqual, broadcastShapes, sizeOf } from '../tensor/shape';
import { reshapeTo, sumTo } from './backward';
import { defineOp, misfit } from './define';

export const matMul = defineOp({
  type: 'MatMul',
  since: 13,
  shape(inputs) {
    const [a, b] = inputs.map(({ shape }) => shape);
    if (!a?.length || !b?.length) return misfit('MatMul', inputs);
    const inner = b.length === 1 ? b[0] : b.at(-2);
    const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2));
    if (a.at(-1) !== inner || !batch) return misfit('MatMul', inputs);
    // A vector on either side stands for a matrix whose extra axis is dropped again.
    const rows = a.length === 1 ? [] : a.slice(-2, -1);
    const columns = b.length === 1 ? [] : b.slice(-1);
    return [[...batch, ...rows, ...columns]];
  },
  multiplyAdds: ([a], [output = []]) => sizeOf(output) * (a?.shape.at(-1) ?? 0),
  gradient: ({ builder, inputs: [a = '', b = ''], shapes: [left = [], right = []], outputShape, dy }) => {
    // A vector stands for a matrix with one row (left) or one column (right).
    const matrixA = left.length === 1 ? [1, ...left] : left;
    const matrixB = right.length === 1 ? [...right, 1] : right;
    const rows = matrixA.at(-2) ?? 1;
    const columns = matrixB.at(-1) ?? 1;
    const batch = broadcastShapes(matrixA.slice(0, -2), matrixB.slice(0, -2)) ?? [];
    const as = (value: string, from: readonly number[], to: readonly number[]) =>
      areShapesEqual(from, to) ? value : reshapeTo(builder, value, to);
    const swap = (value: string, rank: number) =>
      builder.op('Transpose', [value], {
        perm: {
          ints: Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis)),
        },
      });
    const d = as(dy, outputShape, [...batch, rows, columns]);
    // dA = dY Bᵀ, dB = Aᵀ dY, each summed over what it was stretched along
    const da = builder.op('MatMul', [d, swap(as(b, right, matrixB), matrixB.length)]);
    const db = builder.op('MatMul', [swap(as(a, left, matrixA), matrixA.length), d]);
    const back = (
      value: string,
      full: readonly number[],
      matrix: readonly number[],
      shape: readonly number[],
    ) => as(sumTo(builder, value, [...batch, ...full], matrix), matrix, shape);
    return [back(da, matrixA.slice(-2), matrixA, left), back(db, matrixB.slice(-2), matrixB, right)];
  },
  samples: [
    { inputs: [{ shape: [2, 3] }, { shape: [3, 4] }] },
    { inputs: [{ shape: [5, 2, 3] }, { shape: [3, 4] }] },
    { inputs: [{ shape: [3] }, { shape: [3, 4] }] },
    { inputs: [{ shape: [2, 1, 2, 3] }, { shape: [5, 3, 4] }] },
    { inputs: [{ shape: [2, 3] }, { shape: [3] }] },
    { inputs: [{ shape: [3] }, { shape: [3] }] },
  ],
});
