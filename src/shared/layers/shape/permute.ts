/** Permute: the dimensions in another order. Source: https://pytorch.org/docs/stable/generated/torch.permute.html */
import { problem } from '../../messages/problem';
import { formatShape, resolveAxis, type Shape } from '../../tensor/shape';
import { integers } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';

export const permute = defineLayer({
  kind: 'Permute',
  group: 'shape',
  summary:
    'Puts the dimensions in another order. Each number keeps its place along each of them, and none changes.',
  formula: 'y = x with its dimensions in the order of dims',
  backward: 'Each gradient goes back to the place its number came from, unchanged.',
  words: ['transpose', 'axes', 'channels last', 'move axis'],
  attributes: {
    dims: integers({
      initial: [0, 2, 1],
      min: -8,
      max: 7,
      help: 'For each dimension of the answer, the one of the input it was; 0 is the batch.',
    }),
  },
  check([x = []], { dims }) {
    if (orderOf(dims, x)) return undefined;
    const fit = x.map((_, axis) => axis);
    const values = { rank: x.length, shape: formatShape(x), dims: dims.join(', '), fit: fit.join(', ') };
    if (x.length === 0) return problem('rank-too-low', { shape: formatShape(x), rank: 1 });
    return problem('order-not-complete', values, { kind: 'set-attribute', attribute: 'dims', value: fit });
  },
  emit: ({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { dims } }) =>
    builder.op('Transpose', [x], { perm: { ints: orderOf(dims, shape) ?? [] } }),
  recognise: (y) => [{ shapes: [y.back(0).shape], attributes: { dims: y.ints('perm') } }],
  explain({ input, shapeOf, attributes: { dims }, index }) {
    const order = orderOf(dims, shapeOf('x')) ?? [];
    return input(
      'x',
      order.map((_, axis) => index[order.indexOf(axis)] ?? 0),
    );
  },
  torch: ({ inputs: [x = ''], attributes: { dims } }) => ({
    expression: pythonCall('torch.permute', [{ code: x }, dims]),
  }),
  tex: ({ inputs: [x = ''], output, attributes: { dims } }) =>
    `${output} = \\operatorname{permute}_{${dims.join(',\\,')}}(${x})`,
  examples: [
    { inputs: [[2, 3, 4]], attributes: { dims: [0, 2, 1] } },
    { inputs: [[1, 2, 3, 4]], attributes: { dims: [0, -1, 1, 2] } },
  ],
});

/** Counted from the front; undefined where some dimension is missing or named twice. */
function orderOf(dims: readonly number[], shape: Shape): readonly number[] | undefined {
  const order = dims.map((dim) => resolveAxis(dim, shape.length) ?? -1);
  const isComplete = order.length === shape.length && shape.every((_, axis) => order.includes(axis));
  return isComplete ? order : undefined;
}
