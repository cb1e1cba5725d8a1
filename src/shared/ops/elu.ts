/** Elu: y = x, or alpha (exp(x) - 1) below zero. Source: https://onnx.ai/onnx/operators/onnx__Elu.html */
import { scalar } from './backward';
import { defineElementwiseOp, floatOf } from './define';

export const elu = defineElementwiseOp(
  'Elu',
  6,
  ({ builder, inputs: [x = ''], output, attributes, dy }) => {
    const slope = builder.op('Add', [output, scalar(builder, floatOf(attributes.alpha, 1))]);
    const isAbove = builder.op('Greater', [x, scalar(builder, 0)]);
    // dx = dy where x > 0, dy (y + alpha) elsewhere
    return [builder.op('Where', [isAbove, dy, builder.op('Mul', [dy, slope])])];
  },
  { attributes: { alpha: { float: 0.75 } } },
);
