/** Gemm: Y = alpha A' B' + beta C. Source: https://onnx.ai/onnx/operators/onnx__Gemm.html */
import { areShapesEqual, broadcastShapes, sizeOf } from '../tensor/shape';
import { scalar, sumTo } from './backward';
import { defineOp, floatOf, intOf, misfit } from './define';

export const gemm = defineOp({
  type: 'Gemm',
  since: 13,
  shape(inputs, attributes) {
    const [a, b, c] = inputs;
    if (a?.shape.length !== 2 || b?.shape.length !== 2) return misfit('Gemm', inputs);
    const [rows = 0, inner = 0] = intOf(attributes.transA, 0) ? [...a.shape].reverse() : a.shape;
    const [innerB = 0, columns = 0] = intOf(attributes.transB, 0) ? [...b.shape].reverse() : b.shape;
    const shape = [rows, columns];
    if (inner !== innerB) return misfit('Gemm', inputs);
    if (c && !areShapesEqual(broadcastShapes(c.shape, shape) ?? [], shape)) return misfit('Gemm', inputs);
    return [shape];
  },
  multiplyAdds([a, , c], [output = []], attributes) {
    const inner = a?.shape[intOf(attributes.transA, 0) ? 0 : 1] ?? 0;
    return sizeOf(output) * (inner + (c?.isParameter ? 1 : 0));
  },
  gradient: ({ builder, inputs: [a = '', b = '', c], shapes, outputShape, attributes, dy }) => {
    const isA = intOf(attributes.transA, 0) === 1;
    const isB = intOf(attributes.transB, 0) === 1;
    const alpha = floatOf(attributes.alpha, 1);
    const beta = floatOf(attributes.beta, 1);
    const product = (left: string, right: string, transA: boolean, transB: boolean) =>
      builder.op('Gemm', [left, right], {
        alpha: { float: alpha },
        transA: { int: Number(transA) },
        transB: { int: Number(transB) },
      });
    // dA' = alpha dY B'ᵀ, dB' = alpha A'ᵀ dY, each transposed back where it came in transposed; dC = beta dY
    const da = isA ? product(b, dy, isB, true) : product(dy, b, false, !isB);
    const db = isB ? product(dy, a, true, isA) : product(a, dy, !isA, false);
    if (c === undefined) return [da, db];
    const scaled = beta === 1 ? dy : builder.op('Mul', [dy, scalar(builder, beta)]);
    return [da, db, sumTo(builder, scaled, outputShape, shapes[2] ?? [])];
  },
  samples: [
    { inputs: [{ shape: [1, 3] }, { shape: [4, 3] }, { shape: [4] }], attributes: { transB: { int: 1 } } },
    { inputs: [{ shape: [5, 2] }, { shape: [2, 7] }] },
    { inputs: [{ shape: [2, 5] }, { shape: [2, 7] }, { shape: [5, 1] }], attributes: { transA: { int: 1 } } },
    {
      inputs: [{ shape: [5, 2] }, { shape: [3, 5] }, { shape: [] }],
      attributes: { transA: { int: 1 }, transB: { int: 1 }, alpha: { float: 0.5 }, beta: { float: -2 } },
    },
  ],
});
