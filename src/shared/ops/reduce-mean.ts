/** ReduceMean: the mean over the axes an attribute names. Source: https://onnx.ai/onnx/operators/onnx__ReduceMean.html (operator set 13) */
import { sizeOf } from '../tensor/shape';
import { reshapeTo, scalar, stretched } from './backward';
import { defineOp, intsOf } from './define';
import { reducedShape, reduceShape, resolveAxes } from './reduce';

export const reduceMean = defineOp({
  type: 'ReduceMean',
  since: 13,
  shape: (inputs, attributes) => reducedShape('ReduceMean', inputs, intsOf(attributes.axes), attributes),
  gradient: ({ builder, shapes: [shape = []], outputShape, attributes, dy }) => {
    const axes = resolveAxes(intsOf(attributes.axes), shape) ?? [];
    const kept =
      outputShape.length === shape.length ? dy : reshapeTo(builder, dy, reduceShape(shape, axes, true));
    const count = sizeOf(axes.map((axis) => shape[axis] ?? 1));
    // dx = dy / count, over every number of the mean
    return [stretched(builder, builder.op('Div', [kept, scalar(builder, count)]), shape)];
  },
  samples: [
    { inputs: [{ shape: [2, 3, 4] }], attributes: { axes: { ints: [0, 2] } } },
    { inputs: [{ shape: [2, 3] }], attributes: { axes: { ints: [-1] }, keepdims: { int: 0 } } },
    { inputs: [{ shape: [2, 3] }], attributes: { keepdims: { int: 0 } } },
  ],
});
