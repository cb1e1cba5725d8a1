/** MatMul: matrix product over the last two axes, the others broadcast. Source: https://onnx.ai/onnx/operators/onnx__MatMul.html */
import { broadcastShapes } from '../tensor/shape';
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
  samples: [
    { inputs: [{ shape: [2, 3] }, { shape: [3, 4] }] },
    { inputs: [{ shape: [5, 2, 3] }, { shape: [3, 4] }] },
    { inputs: [{ shape: [3] }, { shape: [3, 4] }] },
    { inputs: [{ shape: [2, 1, 2, 3] }, { shape: [5, 3, 4] }] },
    { inputs: [{ shape: [2, 3] }, { shape: [3] }] },
  ],
});
