/** Celu: y = max(0, x) + min(0, alpha (exp(x / alpha) - 1)). Source: https://onnx.ai/onnx/operators/onnx__Celu.html */
import { scalar } from './backward';
import { defineElementwiseOp, floatOf } from './define';

export const celu = defineElementwiseOp(
  'Celu',
  12,
  ({ builder, inputs: [x = ''], attributes, dy }) => {
    const alpha = scalar(builder, floatOf(attributes.alpha, 1));
    const below = builder.op('Mul', [dy, builder.op('Exp', [builder.op('Div', [x, alpha])])]);
    // dx = dy where x > 0, dy exp(x / alpha) elsewhere
    return [builder.op('Where', [builder.op('Greater', [x, scalar(builder, 0)]), dy, below])];
  },
  { attributes: { alpha: { float: 2 } } },
);
