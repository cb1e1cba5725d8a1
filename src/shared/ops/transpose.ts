/** Transpose: axes in the order of perm, reversed by default. Source: https://onnx.ai/onnx/operators/onnx__Transpose.html */
import { defineOp, intsOf, misfit } from './define';

export const transpose = defineOp({
  type: 'Transpose',
  since: 13,
  shape(inputs, attributes) {
    const [x] = inputs;
    if (!x) return misfit('Transpose', inputs);
    const order = intsOf(attributes.perm) ?? x.shape.map((_, axis) => x.shape.length - 1 - axis);
    const isPermutation =
      order.length === x.shape.length &&
      new Set(order).size === order.length &&
      order.every((axis) => axis in x.shape);
    return isPermutation ? [order.map((axis) => x.shape[axis] ?? 1)] : misfit('Transpose', inputs);
  },
  gradient: ({ builder, shapes: [shape = []], attributes, dy }) => {
    const order = intsOf(attributes.perm) ?? shape.map((_, axis) => shape.length - 1 - axis);
    // dx = dy with the axes put back
    return [builder.op('Transpose', [dy], { perm: { ints: shape.map((_, axis) => order.indexOf(axis)) } })];
  },
  samples: [
    { inputs: [{ shape: [2, 3] }] },
    { inputs: [{ shape: [2, 3, 4] }], attributes: { perm: { ints: [1, 2, 0] } } },
  ],
});
