/** Reshape: the same numbers, in the same order, in other dimensions. Source: https://pytorch.org/docs/stable/generated/torch.reshape.html */
import { problem } from '../../messages/problem';
import { reshapeTo } from '../../ops/backward';
import { formatShape, indexAt, offsetAt, sizeOf, type Shape } from '../../tensor/shape';
import { integers } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';

export const reshape = defineLayer({
  kind: 'Reshape',
  group: 'shape',
  summary: 'Lays the numbers out in other dimensions, in the order they had. No number changes.',
  formula: 'y = the numbers of x in another shape',
  backward: 'Each gradient goes back to the place its number came from, unchanged.',
  words: ['view', 'resize'],
  attributes: {
    shape: integers({
      initial: [1, -1],
      min: -1,
      max: 4_000_000,
      help: 'The sizes of the answer; one of them may be -1, which is worked out.',
    }),
  },
  check([x = []], { shape }) {
    if (fillSizes(shape, sizeOf(x))) return undefined;
    return problem(
      'sizes-do-not-fit',
      { size: sizeOf(x), shape: formatShape(x), target: shape.join(' x ') },
      { kind: 'set-attribute', attribute: 'shape', value: [1, -1] },
    );
  },
  emit: ({ builder, inputs: [x = ''], shapes: [from = []], attributes: { shape } }) =>
    reshapeTo(builder, x, fillSizes(shape, sizeOf(from)) ?? from),
  recognise: (y) => [{ shapes: [y.back(0).shape], attributes: { shape: y.openShape } }],
  explain({ input, shapeOf, attributes: { shape }, index }) {
    const from = shapeOf('x');
    return input('x', indexAt(from, offsetAt(fillSizes(shape, sizeOf(from)) ?? from, index)));
  },
  torch: ({ inputs: [x = ''], attributes: { shape } }) => ({
    expression: pythonCall('torch.reshape', [{ code: x }, shape]),
  }),
  tex: ({ inputs: [x = ''], output, outputShape }) =>
    `${output} = \\operatorname{reshape}_{${outputShape.join(' \\times ')}}(${x})`,
  examples: [
    { inputs: [[2, 6]], attributes: { shape: [3, -1] } },
    { inputs: [[2, 3, 4]], attributes: { shape: [4, 6] } },
  ],
});

/** The sizes with -1 worked out; undefined where they do not hold so many numbers. */
export function fillSizes(sizes: readonly number[], count: number): Shape | undefined {
  const known = sizeOf(sizes.filter((size) => size !== -1));
  const isOpen = sizes.includes(-1);
  if (sizes.includes(0) || sizes.filter((size) => size === -1).length > 1) return undefined;
  if (isOpen ? count % known !== 0 : count !== known) return undefined;
  return sizes.map((size) => (size === -1 ? count / known : size));
}
