/** Softmax: y = exp(x) / sum(exp(x)) along one axis. Source: https://onnx.ai/onnx/operators/onnx__Softmax.html */
import { resolveAxis } from '../tensor/shape';
import { sumOver } from './backward';
import { defineOp, intOf, misfit } from './define';

export const softmax = defineOp({
  type: 'Softmax',
  since: 13,
  shape(inputs, attributes) {
    const [x] = inputs;
    const axis = x && resolveAxis(intOf(attributes.axis, -1), x.shape.length);
    // The runtime has no softmax of a scalar, though axis 0 of one is legal elsewhere.
    return x?.shape.length && axis !== undefined ? [x.shape] : misfit('Softmax', inputs);
  },
  gradient: ({ builder, output, outputShape, attributes, dy }) => {
    const axis = resolveAxis(intOf(attributes.axis, -1), outputShape.length) ?? 0;
    const weighted = sumOver(builder, builder.op('Mul', [dy, output]), [axis], true);
    // dx = y · (dy - Σ dy·y)
    return [builder.op('Mul', [output, builder.op('Sub', [dy, weighted])])];
  },
  samples: [
    { inputs: [{ shape: [1, 2] }] },
    { inputs: [{ shape: [2, 3, 4] }], attributes: { axis: { int: 1 } } },
    { inputs: [{ shape: [5] }], attributes: { axis: { int: 0 } } },
  ],
});
