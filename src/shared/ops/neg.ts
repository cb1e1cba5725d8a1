/** Neg: y = -x. Source: https://onnx.ai/onnx/operators/onnx__Neg.html */
import { defineElementwiseOp } from './define';

// dx = -dy
export const neg = defineElementwiseOp('Neg', 13, ({ builder, dy }) => [builder.op('Neg', [dy])]);
