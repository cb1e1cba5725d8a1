/** Div: elementwise quotient with broadcasting. Source: https://onnx.ai/onnx/operators/onnx__Div.html */
import { defineBroadcastOp } from './define';

export const div = defineBroadcastOp('Div', 14, ({ builder, inputs: [, b = ''], output, dy }) => {
  const da = builder.op('Div', [dy, b]);
  // da = dy / b, db = -da · y
  return [da, builder.op('Neg', [builder.op('Mul', [da, output])])];
});
