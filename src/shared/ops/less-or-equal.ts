/** LessOrEqual: whether a <= b, with broadcasting. Source: https://onnx.ai/onnx/operators/onnx__LessOrEqual.html */
import { defineBroadcastOp } from './define';

export const lessOrEqual = defineBroadcastOp('LessOrEqual', 16, 'constant');
