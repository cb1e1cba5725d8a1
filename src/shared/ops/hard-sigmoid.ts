/** HardSigmoid: y = max(0, min(1, alpha x + beta)). Source: https://onnx.ai/onnx/operators/onnx__HardSigmoid.html */
import { scalar } from './backward';
import { defineElementwiseOp, floatOf } from './define';

export const hardSigmoid = defineElementwiseOp(
  'HardSigmoid',
  6,
  ({ builder, output, attributes, dy }) => {
    const isSloped = builder.op('And', [
      builder.op('Greater', [output, scalar(builder, 0)]),
      builder.op('Less', [output, scalar(builder, 1)]),
    ]);
    const slope = scalar(builder, floatOf(attributes.alpha, 0.2));
    // dx = alpha dy where 0 < y < 1
    return [builder.op('Where', [isSloped, builder.op('Mul', [dy, slope]), scalar(builder, 0)])];
  },
  { attributes: { alpha: { float: 0.3 }, beta: { float: 0.45 } } },
);
