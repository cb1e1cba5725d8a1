/** LeakyRelu: y = x, or alpha x below zero. Source: https://onnx.ai/onnx/operators/onnx__LeakyRelu.html */
import { scalar } from './backward';
import { defineElementwiseOp, floatOf } from './define';

export const leakyRelu = defineElementwiseOp(
  'LeakyRelu',
  16,
  ({ builder, inputs: [x = ''], attributes, dy }) => {
    const isAbove = builder.op('Greater', [x, scalar(builder, 0)]);
    const below = builder.op('Mul', [dy, scalar(builder, floatOf(attributes.alpha, 0.01))]);
    // dx = dy where x > 0, alpha dy elsewhere
    return [builder.op('Where', [isAbove, dy, below])];
  },
  { attributes: { alpha: { float: 0.25 } } },
);
