/** Reshape: the same values under a shape given as a tensor; -1 is worked out, 0 keeps. Source: https://onnx.ai/onnx/operators/onnx__Reshape.html */
import { sizeOf } from '../tensor/shape';
import { reshapeTo } from './backward';
import { defineOp, misfit } from './define';

export const reshape = defineOp({
  type: 'Reshape',
  since: 14,
  shape(inputs) {
    const [x, target] = inputs;
    if (!x || !target?.values) return misfit('Reshape', inputs);
    const isLegal = target.values.every(
      (length, axis) => length > 0 || length === -1 || (length === 0 && axis in x.shape),
    );
    if (!isLegal || target.values.filter((length) => length === -1).length > 1)
      return misfit('Reshape', inputs);
    const shape = target.values.map((length, axis) => (length === 0 ? (x.shape[axis] ?? 0) : length));
    const known = sizeOf(shape.filter((length) => length !== -1));
    const inferred = shape.map((length) => (length === -1 ? sizeOf(x.shape) / known : length));
    return inferred.every(Number.isInteger) && sizeOf(inferred) === sizeOf(x.shape)
      ? [inferred]
      : misfit('Reshape', inputs);
  },
  gradient: ({ builder, shapes: [shape = []], dy }) => [reshapeTo(builder, dy, shape), undefined],
  samples: [
    { inputs: [{ shape: [2, 3, 4] }, { shape: [2], values: [2, -1] }] },
    { inputs: [{ shape: [2, 3] }, { shape: [3], values: [0, 3, 1] }] },
    { inputs: [{ shape: [6] }, { shape: [2], values: [2, 3] }] },
  ],
});
