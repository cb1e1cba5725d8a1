/** Unflatten: one dimension becomes several. Source: https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html */
import { problem } from '../../messages/problem';
import { reshapeTo } from '../../ops/backward';
import { formatShape, indexAt, offsetAt, resolveAxis, type Shape } from '../../tensor/shape';
import { integer, integers, type AttributesOf } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { fillSizes } from './reshape';

const fields = {
  dim: integer({ initial: 1, min: -8, max: 7, help: 'The dimension that is split up; -1 is the last.' }),
  unflattened_size: integers({
    initial: [1, -1],
    min: -1,
    max: 4_000_000,
    help: 'The sizes it becomes; one of them may be -1, which is worked out.',
  }),
};

export const unflatten = defineLayer({
  kind: 'Unflatten',
  group: 'shape',
  summary:
    'Cuts a row up into several dimensions, as a picture is cut out of a row of pixels. No number changes.',
  formula: 'y = the numbers of x in more dimensions',
  backward: 'Each gradient goes back to the place its number came from, unchanged.',
  words: ['reshape', 'view', 'split dimension'],
  attributes: fields,
  check([x = []], attributes) {
    const misfit = checkAxis('dim', attributes.dim, x);
    if (misfit) return misfit;
    if (targetOf(x, attributes)) return undefined;
    const size = x[resolveAxis(attributes.dim, x.length) ?? 0] ?? 0;
    return problem(
      'sizes-do-not-fit',
      { size, shape: formatShape(x), target: attributes.unflattened_size.join(' x ') },
      { kind: 'set-attribute', attribute: 'unflattened_size', value: [1, size] },
    );
  },
  emit: ({ builder, inputs: [x = ''], shapes: [shape = []], attributes }) =>
    reshapeTo(builder, x, targetOf(shape, attributes) ?? shape),
  recognise(y) {
    if (y.type !== 'Reshape') return [];
    const { shape } = y.back(0);
    const count = y.shape.length - shape.length + 1;
    return [...shape.keys()].map((dim) => ({
      shapes: [shape],
      attributes: { dim, unflattened_size: y.openShape.slice(dim, dim + count) },
    }));
  },
  explain({ input, shapeOf, attributes, index }) {
    const shape = shapeOf('x');
    return input('x', indexAt(shape, offsetAt(targetOf(shape, attributes) ?? shape, index)));
  },
  torch: ({ attributes: { dim, unflattened_size } }) => ({
    module: pythonCall('nn.Unflatten', [dim, unflattened_size]),
  }),
  tex: ({ inputs: [x = ''], output, attributes: { dim } }) =>
    `${output} = \\operatorname{unflatten}_{\\text{dim }${dim}}(${x})`,
  examples: [
    { inputs: [[1, 12]], attributes: { dim: 1, unflattened_size: [3, -1] } },
    { inputs: [[2, 6, 2]], attributes: { dim: -2, unflattened_size: [2, 3] } },
  ],
});

function targetOf(shape: Shape, { dim, unflattened_size }: AttributesOf<typeof fields>): Shape | undefined {
  const axis = resolveAxis(dim, shape.length) ?? 0;
  const sizes = fillSizes(unflattened_size, shape[axis] ?? 0);
  return sizes && [...shape.slice(0, axis), ...sizes, ...shape.slice(axis + 1)];
}
