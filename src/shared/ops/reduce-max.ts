/** ReduceMax: the greatest number over the axes an attribute names. Source: https://onnx.ai/onnx/operators/onnx__ReduceMax.html (operator set 13) */
import { reshapeTo, scalar, sumOver } from './backward';
import { defineOp, intsOf } from './define';
import { reducedShape, reduceShape, resolveAxes } from './reduce';

export const reduceMax = defineOp({
  type: 'ReduceMax',
  since: 13,
  losesNaN: true,
  shape: (inputs, attributes) => reducedShape('ReduceMax', inputs, intsOf(attributes.axes), attributes),
  gradient: ({ builder, inputs: [x = ''], output, shapes: [shape = []], outputShape, attributes, dy }) => {
    const axes = resolveAxes(intsOf(attributes.axes), shape) ?? [];
    const kept = (value: string) =>
      outputShape.length === shape.length ? value : reshapeTo(builder, value, reduceShape(shape, axes, true));
    const [axis, ...others] = axes;
    const zero = scalar(builder, 0);
    if (axis !== undefined && others.length === 0) {
      // dx = dy at the greatest number; of equals the first, as torch.max has it
      const first = builder.op('ArgMax', [x], { axis: { int: axis } });
      const places = builder.constant({
        dtype: 'int64',
        shape: shape.map((length, at) => (at === axis ? length : 1)),
        values: BigInt64Array.from({ length: shape[axis] ?? 0 }, (_, at) => BigInt(at)),
      });
      return [builder.op('Where', [builder.op('Equal', [first, places]), kept(dy), zero])];
    }
    const isGreatest = builder.op('Equal', [x, kept(output)]);
    const counted = builder.op('Where', [isGreatest, scalar(builder, 1), zero]);
    const count = sumOver(builder, counted, axes, true);
    // Of several axes together, equals share it, as torch.amax has it.
    return [builder.op('Where', [isGreatest, builder.op('Div', [kept(dy), count]), zero])];
  },
  samples: [
    { inputs: [{ shape: [2, 3, 4] }], attributes: { axes: { ints: [1] } } },
    { inputs: [{ shape: [2, 3] }], attributes: { axes: { ints: [-1] }, keepdims: { int: 0 } } },
    { inputs: [{ shape: [2, 3] }], attributes: { keepdims: { int: 0 } } },
    { inputs: [{ shape: [2, 3, 2] }], attributes: { axes: { ints: [0, 2] } } },
  ],
});
