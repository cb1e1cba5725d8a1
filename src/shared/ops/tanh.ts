/** Tanh: y = tanh(x). Source: https://onnx.ai/onnx/operators/onnx__Tanh.html */
import { scalar } from './backward';
import { defineElementwiseOp } from './define';

export const tanh = defineElementwiseOp('Tanh', 13, ({ builder, output, dy }) => [
  // dx = dy · (1 - y²)
  builder.op('Mul', [dy, builder.op('Sub', [scalar(builder, 1), builder.op('Mul', [output, output])])]),
]);
