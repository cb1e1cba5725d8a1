/** Where: a where a condition holds and b elsewhere, with broadcasting. Source: https://onnx.ai/onnx/operators/onnx__Where.html */
import { broadcastShapes } from '../tensor/shape';
import { scalar, sumTo } from './backward';
import { defineOp, misfit } from './define';

export const where = defineOp({
  type: 'Where',
  since: 16,
  shape(inputs) {
    const [condition, a, b] = inputs;
    if (!condition || !a || !b || inputs.length > 3) return misfit('Where', inputs);
    const chosen = broadcastShapes(a.shape, b.shape);
    const shape = chosen && broadcastShapes(condition.shape, chosen);
    return shape ? [shape] : misfit('Where', inputs);
  },
  gradient: ({ builder, inputs: [condition = ''], shapes: [, a = [], b = []], outputShape, dy }) => {
    const zero = scalar(builder, 0);
    // da = dy where the condition holds, db = dy elsewhere
    return [
      undefined,
      sumTo(builder, builder.op('Where', [condition, dy, zero]), outputShape, a),
      sumTo(builder, builder.op('Where', [condition, zero, dy]), outputShape, b),
    ];
  },
  samples: [
    {
      inputs: [
        { shape: [2, 3], values: [1, 0, 1, 0, 0, 1], dtype: 'bool' },
        { shape: [2, 3] },
        { shape: [2, 3] },
      ],
    },
    { inputs: [{ shape: [3], values: [0, 1, 1], dtype: 'bool' }, { shape: [2, 3] }, { shape: [] }] },
  ],
});
