/** OneHot: one value at each index and another elsewhere, along a new axis. Source: https://onnx.ai/onnx/operators/onnx__OneHot.html */
import { resolveAxis } from '../tensor/shape';
import { defineOp, intOf, misfit } from './define';

export const oneHot = defineOp({
  type: 'OneHot',
  since: 11,
  shape(inputs, attributes) {
    const [indices, depth, values] = inputs;
    const [length] = depth?.values ?? [];
    if (!indices?.shape.length || !values || length === undefined || length < 1)
      return misfit('OneHot', inputs);
    if (depth?.values?.length !== 1 || values.shape.length !== 1 || values.shape[0] !== 2)
      return misfit('OneHot', inputs);
    const axis = resolveAxis(intOf(attributes.axis, -1), indices.shape.length + 1);
    return axis === undefined ? misfit('OneHot', inputs) : [indices.shape.toSpliced(axis, 0, length)];
  },
  gradient: 'constant',
  samples: [
    { inputs: [{ shape: [4] }, { shape: [1], values: [3] }, { shape: [2], values: [0, 1] }] },
    {
      inputs: [{ shape: [2, 3] }, { shape: [1], values: [4] }, { shape: [2], values: [0, 1] }],
      attributes: { axis: { int: 1 } },
    },
  ],
});
