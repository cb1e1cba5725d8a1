/** Greater: whether a > b, with broadcasting. Source: https://onnx.ai/onnx/operators/onnx__Greater.html */
import { defineBroadcastOp } from './define';

export const greater = defineBroadcastOp('Greater', 13, 'constant');
