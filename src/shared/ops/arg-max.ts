/** ArgMax: where the greatest number along one axis is; of equals the first. Source: https://onnx.ai/onnx/operators/onnx__ArgMax.html */
import { resolveAxis } from '../tensor/shape';
import { defineOp, intOf, misfit } from './define';
import { reduceShape } from './reduce';

export const argMax = defineOp({
  type: 'ArgMax',
  since: 13,
  losesNaN: true,
  shape(inputs, attributes) {
    const [x] = inputs;
    const axis = x && resolveAxis(intOf(attributes.axis, 0), x.shape.length);
    if (!x?.shape.length || axis === undefined) return misfit('ArgMax', inputs);
    return [reduceShape(x.shape, [axis], intOf(attributes.keepdims, 1) === 1)];
  },
  gradient: 'constant',
  samples: [
    { inputs: [{ shape: [2, 3] }], attributes: { axis: { int: 1 }, keepdims: { int: 0 } } },
    { inputs: [{ shape: [2, 3, 4] }], attributes: { axis: { int: -2 } } },
    { inputs: [{ shape: [5] }] },
  ],
});
