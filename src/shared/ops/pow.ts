/** Pow: y = a to the power of b, with broadcasting. Source: https://onnx.ai/onnx/operators/onnx__Pow.html */
import { scalar } from './backward';
import { defineBroadcastOp } from './define';

export const pow = defineBroadcastOp(
  'Pow',
  15,
  ({ builder, inputs: [a = '', b = ''], output, dy }) => {
    const lower = builder.op('Pow', [a, builder.op('Sub', [b, scalar(builder, 1)])]);
    return [
      // da = dy · b · a^(b - 1), db = dy · y · log a
      builder.op('Mul', [dy, builder.op('Mul', [b, lower])]),
      builder.op('Mul', [dy, builder.op('Mul', [output, builder.op('Log', [a])])]),
    ];
  },
  { positive: true },
);
