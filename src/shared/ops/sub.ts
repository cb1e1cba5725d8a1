/** Sub: elementwise difference with broadcasting. Source: https://onnx.ai/onnx/operators/onnx__Sub.html */
import { defineBroadcastOp } from './define';

// da = dy, db = -dy
export const sub = defineBroadcastOp('Sub', 14, ({ builder, dy }) => [dy, builder.op('Neg', [dy])]);
