/** Selu: y = gamma x, or gamma alpha (exp(x) - 1) below zero. Source: https://onnx.ai/onnx/operators/onnx__Selu.html */
import { scalar } from './backward';
import { defineElementwiseOp, floatOf } from './define';

export const selu = defineElementwiseOp(
  'Selu',
  6,
  ({ builder, inputs: [x = ''], output, attributes, dy }) => {
    const gamma = floatOf(attributes.gamma, 1.0507);
    const lowest = gamma * floatOf(attributes.alpha, 1.67326);
    const isAbove = builder.op('Greater', [x, scalar(builder, 0)]);
    const slope = builder.op('Where', [
      isAbove,
      scalar(builder, gamma),
      builder.op('Add', [output, scalar(builder, lowest)]),
    ]);
    // dx = dy gamma where x > 0, dy (y + gamma alpha) elsewhere
    return [builder.op('Mul', [dy, slope])];
  },
  { attributes: { alpha: { float: 1.5 }, gamma: { float: 1.25 } } },
);
