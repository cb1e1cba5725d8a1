/** Concat: inputs side by side along one axis. Source: https://onnx.ai/onnx/operators/onnx__Concat.html */
import { resolveAxis } from '../tensor/shape';
import { integers } from './backward';
import { defineOp, intOf, misfit } from './define';

export const concat = defineOp({
  type: 'Concat',
  since: 13,
  shape(inputs, attributes) {
    const first = inputs[0]?.shape;
    const axis = resolveAxis(intOf(attributes.axis, 0), first?.length ?? 0);
    if (!first || axis === undefined || first.length === 0) return misfit('Concat', inputs);
    const fits = inputs.every(
      ({ shape }) =>
        shape.length === first.length && shape.every((length, at) => at === axis || length === first[at]),
    );
    if (!fits) return misfit('Concat', inputs);
    const joined = inputs.reduce((total, { shape }) => total + (shape[axis] ?? 0), 0);
    return [first.map((length, at) => (at === axis ? joined : length))];
  },
  gradient: ({ builder, shapes, attributes, dy }) => {
    const axis = resolveAxis(intOf(attributes.axis, 0), shapes[0]?.length ?? 0) ?? 0;
    let start = 0;
    // Each input's share of dy
    return shapes.map((shape) => {
      const end = start + (shape[axis] ?? 0);
      const share = builder.op('Slice', [
        dy,
        integers(builder, [start]),
        integers(builder, [end]),
        integers(builder, [axis]),
      ]);
      start = end;
      return share;
    });
  },
  samples: [
    { inputs: [{ shape: [1, 2] }, { shape: [1, 3] }], attributes: { axis: { int: 1 } } },
    { inputs: [{ shape: [2, 2] }, { shape: [1, 2] }, { shape: [3, 2] }], attributes: { axis: { int: -2 } } },
  ],
});
