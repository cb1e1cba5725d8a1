/** Identity: y = x. Source: https://onnx.ai/onnx/operators/onnx__Identity.html */
import { defineElementwiseOp } from './define';

export const identity = defineElementwiseOp('Identity', 16, ({ dy }) => [dy]);
