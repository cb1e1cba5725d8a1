/** Split: the pieces along one axis, of the sizes a tensor names. Source: https://onnx.ai/onnx/operators/onnx__Split.html (operator set 13) */
import { resolveAxis } from '../tensor/shape';
import { scalar, stretched } from './backward';
import { defineOp, intOf, misfit } from './define';

export const split = defineOp({
  type: 'Split',
  since: 13,
  shape(inputs, attributes) {
    const [x, sizes] = inputs;
    const axis = x && resolveAxis(intOf(attributes.axis, 0), x.shape.length);
    if (!x?.shape.length || axis === undefined || !sizes?.values?.length) return misfit('Split', inputs);
    const total = sizes.values.reduce((sum, size) => sum + size, 0);
    if (total !== x.shape[axis] || sizes.values.some((size) => size < 0)) return misfit('Split', inputs);
    return sizes.values.map((size) => x.shape.with(axis, size));
  },
  gradient: ({ builder, attributes, outputs }) => {
    // dx = dy of the pieces side by side, zeros where nothing was made of one
    const pieces = outputs.map(({ shape, dy }) => dy ?? stretched(builder, scalar(builder, 0), shape));
    const axis = { int: intOf(attributes.axis, 0) };
    return [builder.op('Concat', pieces, { axis }), undefined];
  },
  samples: [
    { inputs: [{ shape: [5, 2] }, { shape: [3], values: [2, 1, 2] }] },
    { inputs: [{ shape: [2, 4, 3] }, { shape: [2], values: [1, 3] }], attributes: { axis: { int: -2 } } },
  ],
});
