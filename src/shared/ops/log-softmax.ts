/** LogSoftmax: y = x - log(sum(exp(x))) along one axis. Source: https://onnx.ai/onnx/operators/onnx__LogSoftmax.html */
import { resolveAxis } from '../tensor/shape';
import { sumOver } from './backward';
import { defineOp, intOf } from './define';
import { axisSamples, keepShape } from './softmax';

export const logSoftmax = defineOp({
  type: 'LogSoftmax',
  since: 13,
  shape: (inputs, attributes) => keepShape('LogSoftmax', inputs, attributes),
  gradient: ({ builder, output, outputShape, attributes, dy }) => {
    const axis = resolveAxis(intOf(attributes.axis, -1), outputShape.length) ?? 0;
    const sum = sumOver(builder, dy, [axis], true);
    // dx = dy - exp(y) · Σ dy
    return [builder.op('Sub', [dy, builder.op('Mul', [builder.op('Exp', [output]), sum])])];
  },
  samples: axisSamples,
});
