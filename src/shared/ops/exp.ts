/** Exp: y = exp(x). Source: https://onnx.ai/onnx/operators/onnx__Exp.html */
import { defineElementwiseOp } from './define';

// dx = dy · y
export const exp = defineElementwiseOp('Exp', 13, ({ builder, output, dy }) => [
  builder.op('Mul', [dy, output]),
]);
