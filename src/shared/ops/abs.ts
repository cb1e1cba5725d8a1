/** Abs: y = |x|. Source: https://onnx.ai/onnx/operators/onnx__Abs.html */
import { defineElementwiseOp } from './define';

export const abs = defineElementwiseOp('Abs', 13, ({ builder, inputs: [x = ''], dy }) => [
  // dx = dy · sign(x), zero at zero as PyTorch has it
  builder.op('Mul', [dy, builder.op('Sign', [x])]),
]);
