/** Relu: y = max(0, x). Source: https://onnx.ai/onnx/operators/onnx__Relu.html */
import { defineElementwiseOp } from './define';

export const relu = defineElementwiseOp('Relu', 14);
