/** Relu: y = max(0, x). Source: https://onnx.ai/onnx/operators/onnx__Relu.html */
import { scalar } from './backward';
import { defineElementwiseOp, type Op } from './define';

const plain = defineElementwiseOp('Relu', 14, ({ builder, output, dy }) => {
  const zero = scalar(builder, 0);
  // dx = dy where y > 0
  const isAbove = builder.op('Cast', [builder.op('Greater', [output, zero])], { to: { int: 1 } });
  return [builder.op('Mul', [dy, isAbove])];
});

export const relu: Op = { ...plain, neverFalls: true };
