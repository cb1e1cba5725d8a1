/** Erf: the error function, y = 2/√π ∫ exp(-t²) dt from 0 to x. Source: https://onnx.ai/onnx/operators/onnx__Erf.html */
import { scalar } from './backward';
import { defineElementwiseOp } from './define';

export const erf = defineElementwiseOp('Erf', 13, ({ builder, inputs: [x = ''], dy }) => {
  const bell = builder.op('Exp', [builder.op('Neg', [builder.op('Mul', [x, x])])]);
  // dx = dy · 2/√π · exp(-x²)
  return [builder.op('Mul', [dy, builder.op('Mul', [bell, scalar(builder, 2 / Math.sqrt(Math.PI))])])];
});
