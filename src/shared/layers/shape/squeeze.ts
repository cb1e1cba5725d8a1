/** Squeeze: a dimension of size 1 is left out, or every one. Source: https://pytorch.org/docs/stable/generated/torch.squeeze.html */
import { reshapeTo } from '../../ops/backward';
import { indexAt, offsetAt, resolveAxis, type Shape } from '../../tensor/shape';
import { integer, optional } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer } from '../define';
import { pythonCall } from '../python';

export const squeeze = defineLayer({
  kind: 'Squeeze',
  group: 'shape',
  summary: 'Leaves out a dimension whose size is 1, or every such dimension. No number changes.',
  formula: 'y = x without its dimensions of size 1',
  backward: 'Each gradient goes back to the place its number came from, unchanged.',
  words: ['remove dimension', 'drop axis'],
  attributes: {
    dim: optional(
      integer({
        initial: -1,
        min: -8,
        max: 7,
        help: 'The dimension left out where its size is 1; empty leaves out every one of size 1.',
      }),
      'every one',
    ),
  },
  check: ([x = []], { dim }) => (dim === null ? undefined : checkAxis('dim', dim, x)),
  emit: ({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { dim } }) =>
    reshapeTo(builder, x, squeezed(shape, dim)),
  recognise(y) {
    if (y.type !== 'Reshape') return [];
    const { shape } = y.back(0);
    return [null, ...shape.keys()].map((dim) => ({ shapes: [shape], attributes: { dim } }));
  },
  explain({ input, shapeOf, attributes: { dim }, index }) {
    const shape = shapeOf('x');
    return input('x', indexAt(shape, offsetAt(squeezed(shape, dim), index)));
  },
  torch: ({ inputs: [x = ''], attributes: { dim } }) => ({
    expression: pythonCall('torch.squeeze', [{ code: x }], [['dim', dim, null]]),
  }),
  tex: ({ inputs: [x = ''], output }) => `${output} = \\operatorname{squeeze}(${x})`,
  examples: [
    { inputs: [[2, 1, 3]], attributes: { dim: 1 } },
    { inputs: [[1, 2, 1, 3]], attributes: { dim: null } },
    { inputs: [[2, 3]], attributes: { dim: -1 } },
  ],
});

function squeezed(shape: Shape, dim: number | null): Shape {
  const only = dim === null ? undefined : resolveAxis(dim, shape.length);
  return shape.filter((length, axis) => length !== 1 || (only !== undefined && axis !== only));
}
