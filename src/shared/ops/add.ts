/** Add: elementwise sum with broadcasting. Source: https://onnx.ai/onnx/operators/onnx__Add.html */
import { broadcastShapes } from '../tensor/shape';
import { sumTo } from './backward';
import { defineOp, misfit } from './define';

export const add = defineOp({
  type: 'Add',
  since: 14,
  shape(inputs) {
    const [a, b] = inputs;
    const shape = a && b && broadcastShapes(a.shape, b.shape);
    return shape ? [shape] : misfit('Add', inputs);
  },
  gradient: ({ builder, shapes, outputShape, dy }) =>
    // da = dy, db = dy, each summed over what it was stretched along
    shapes.map((shape) => sumTo(builder, dy, outputShape, shape)),
  samples: [
    { inputs: [{ shape: [2, 3] }, { shape: [2, 3] }] },
    { inputs: [{ shape: [2, 1, 4] }, { shape: [3, 1] }] },
    { inputs: [{ shape: [2, 3] }, { shape: [] }] },
  ],
});
