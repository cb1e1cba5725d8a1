/** Log: y = log(x), the natural logarithm. Source: https://onnx.ai/onnx/operators/onnx__Log.html */
import { defineElementwiseOp } from './define';

export const log = defineElementwiseOp(
  'Log',
  13,
  // dx = dy / x
  ({ builder, inputs: [x = ''], dy }) => [builder.op('Div', [dy, x])],
  { positive: true },
);
