/** Unsqueeze: a dimension of size 1 is put in. Source: https://pytorch.org/docs/stable/generated/torch.unsqueeze.html */
import { problem } from '../../messages/problem';
import { reshapeTo } from '../../ops/backward';
import { formatShape, resolveAxis, type Shape } from '../../tensor/shape';
import { integer } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';

export const unsqueeze = defineLayer({
  kind: 'Unsqueeze',
  group: 'shape',
  summary: 'Puts in a dimension of size 1, such as the one channel of a grey picture. No number changes.',
  formula: 'y = x with one more dimension',
  backward: 'Each gradient goes back to the place its number came from, unchanged.',
  words: ['add dimension', 'expand dims', 'new axis'],
  attributes: {
    dim: integer({
      initial: 1,
      min: -9,
      max: 8,
      help: 'Which dimension of the answer it becomes; -1 is the last.',
    }),
  },
  check([x = []], { dim }) {
    const rank = x.length + 1;
    if (resolveAxis(dim, rank) !== undefined) return undefined;
    return problem(
      'axis-out-of-range',
      { attribute: 'dim', axis: dim, rank, shape: formatShape(x), min: -rank, max: rank - 1 },
      { kind: 'set-attribute', attribute: 'dim', value: -1 },
    );
  },
  emit: ({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { dim } }) =>
    reshapeTo(builder, x, shape.toSpliced(placeOf(shape, dim), 0, 1)),
  recognise: (y) =>
    y.type === 'Reshape'
      ? [...y.shape.keys()].map((dim) => ({ shapes: [y.back(0).shape], attributes: { dim } }))
      : [],
  explain: ({ input, shapeOf, attributes: { dim }, index }) =>
    input('x', index.toSpliced(placeOf(shapeOf('x'), dim), 1)),
  torch: ({ inputs: [x = ''], attributes: { dim } }) => ({
    expression: pythonCall('torch.unsqueeze', [{ code: x }], [['dim', dim]]),
  }),
  tex: ({ inputs: [x = ''], output, attributes: { dim } }) =>
    `${output} = \\operatorname{unsqueeze}_{\\text{dim }${dim}}(${x})`,
  examples: [
    { inputs: [[2, 3]], attributes: { dim: 1 } },
    { inputs: [[2, 3, 4]], attributes: { dim: -1 } },
  ],
});

function placeOf(shape: Shape, dim: number): number {
  return resolveAxis(dim, shape.length + 1) ?? 0;
}
