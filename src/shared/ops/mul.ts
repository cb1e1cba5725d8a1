/** Mul: elementwise product with broadcasting. Source: https://onnx.ai/onnx/operators/onnx__Mul.html */
import { defineBroadcastOp } from './define';

export const mul = defineBroadcastOp('Mul', 14, ({ builder, inputs: [a = '', b = ''], dy }) => [
  // da = dy · b, db = dy · a
  builder.op('Mul', [dy, b]),
  builder.op('Mul', [dy, a]),
]);
