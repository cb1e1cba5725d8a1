/** Add: elementwise sum with broadcasting. Source: https://onnx.ai/onnx/operators/onnx__Add.html */
import { defineBroadcastOp } from './define';

// da = dy, db = dy
export const add = defineBroadcastOp('Add', 14, ({ dy }) => [dy, dy]);
