/** Relu: y = max(0, x). Source: https://onnx.ai/onnx/operators/onnx__Relu.html */
import { scalar } from './backward';
import { defineElementwiseOp, type Op } from './define';

const plain = defineElementwiseOp('Relu', 14, ({ builder, output, dy }) => {
  const zero = scalar(builder, 0);
  // dx = dy where y > 0, and 0 elsewhere even where dy is infinite
  return [builder.op('Where', [builder.op('Greater', [output, zero]), dy, zero])];
});

export const relu: Op = { ...plain, neverFalls: true };
