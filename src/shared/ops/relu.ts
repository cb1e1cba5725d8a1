/** Relu: y = max(0, x). Source: https://onnx.ai/onnx/operators/onnx__Relu.html */
import { scalar } from './backward';
import { defineElementwiseOp } from './define';

export const relu = defineElementwiseOp('Relu', 14, ({ builder, output, dy }) => [
  // dx = dy where y > 0
  builder.op('Mul', [
    dy,
    builder.op('Cast', [builder.op('Greater', [output, scalar(builder, 0)])], { to: { int: 1 } }),
  ]),
]);
