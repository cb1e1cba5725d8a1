/** Gemm: Y = alpha A' B' + beta C. Source: https://onnx.ai/onnx/operators/onnx__Gemm.html */
import { areShapesEqual, broadcastShapes } from '../tensor/shape';
import { defineOp, intOf, misfit } from './define';

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
  samples: [
    { inputs: [{ shape: [1, 3] }, { shape: [4, 3] }, { shape: [4] }], attributes: { transB: { int: 1 } } },
    { inputs: [{ shape: [5, 2] }, { shape: [2, 7] }] },
    { inputs: [{ shape: [2, 5] }, { shape: [2, 7] }, { shape: [5, 1] }], attributes: { transA: { int: 1 } } },
  ],
});
