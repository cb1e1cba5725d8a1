/** Sigmoid: y = 1 / (1 + exp(-x)). Source: https://onnx.ai/onnx/operators/onnx__Sigmoid.html */
import { scalar } from './backward';
import { defineElementwiseOp } from './define';

export const sigmoid = defineElementwiseOp('Sigmoid', 13, ({ builder, output, dy }) => [
  // dx = dy · y · (1 - y)
  builder.op('Mul', [dy, builder.op('Mul', [output, builder.op('Sub', [scalar(builder, 1), output])])]),
]);
