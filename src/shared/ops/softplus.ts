/** Softplus: y = log(1 + exp(x)). Source: https://onnx.ai/onnx/operators/onnx__Softplus.html */
import { defineElementwiseOp } from './define';

// dx = dy / (1 + exp(-x))
export const softplus = defineElementwiseOp('Softplus', 1, ({ builder, inputs: [x = ''], dy }) => [
  builder.op('Mul', [dy, builder.op('Sigmoid', [x])]),
]);
