/** Tanh: y = tanh(x). Source: https://onnx.ai/onnx/operators/onnx__Tanh.html */
import { defineElementwiseOp } from './define';

export const tanh = defineElementwiseOp('Tanh', 13);
