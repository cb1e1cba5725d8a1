/** Sigmoid: y = 1 / (1 + exp(-x)). Source: https://onnx.ai/onnx/operators/onnx__Sigmoid.html */
import { defineElementwiseOp } from './define';

export const sigmoid = defineElementwiseOp('Sigmoid', 13);
