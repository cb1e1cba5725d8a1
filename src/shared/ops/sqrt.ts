/** Sqrt: y = √x. Source: https://onnx.ai/onnx/operators/onnx__Sqrt.html */
import { defineElementwiseOp } from './define';

export const sqrt = defineElementwiseOp(
  'Sqrt',
  13,
  // dx = dy / 2y
  ({ builder, output, dy }) => [builder.op('Div', [dy, builder.op('Add', [output, output])])],
  { positive: true },
);
