/** Softmax: y = exp(x) / sum(exp(x)) along one axis. Source: https://onnx.ai/onnx/operators/onnx__Softmax.html */
import { resolveAxis } from '../tensor/shape';
import { defineOp, intOf, misfit } from './define';

export const softmax = defineOp({
  type: 'Softmax',
  since: 13,
  shape(inputs, attributes) {
    const [x] = inputs;
    if (!x || resolveAxis(intOf(attributes.axis, -1), x.shape.length) === undefined) return misfit('Softmax', inputs);
    return [x.shape];
  },
  samples: [
    { inputs: [{ shape: [1, 2] }] },
    { inputs: [{ shape: [2, 3, 4] }], attributes: { axis: { int: 1 } } },
    { inputs: [{ shape: [5] }], attributes: { axis: { int: 0 } } },
  ],
});
