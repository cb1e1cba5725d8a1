/** Softsign: y = x / (1 + |x|). Source: https://onnx.ai/onnx/operators/onnx__Softsign.html */
import { scalar } from './backward';
import { defineElementwiseOp } from './define';

export const softsign = defineElementwiseOp('Softsign', 1, ({ builder, inputs: [x = ''], dy }) => {
  const under = builder.op('Add', [builder.op('Abs', [x]), scalar(builder, 1)]);
  // dx = dy / (1 + |x|)²
  return [builder.op('Div', [dy, builder.op('Mul', [under, under])])];
});
