/** Concat: tensors side by side along dim. Source: https://pytorch.org/docs/stable/generated/torch.cat.html */
import { problem } from '../../messages/problem';
import { formatShape, resolveAxis } from '../../tensor/shape';
import { integer } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer } from '../define';

export const portNames = (count: number) => Array.from({ length: count }, (_, at) => `x${at + 1}`);

export const concat = defineLayer({
  kind: 'Concat',
  group: 'shape',
  summary: 'Joins tensors side by side along one dimension. No number changes.',
  formula: 'y = x1, x2, … along dim',
  backward: 'Each gradient goes back to the tensor its number came from, unchanged.',
  words: ['cat', 'concatenate', 'join', 'merge'],
  attributes: {
    tensors: integer({ initial: 2, min: 2, max: 16, help: 'How many tensors are joined.' }),
    dim: integer({
      initial: -1,
      min: -8,
      max: 7,
      help: 'The dimension they are joined along; -1 is the last.',
    }),
  },
  inputs: ({ tensors }) => portNames(tensors),
  check(inputs, { dim }) {
    const [first = [], ...others] = inputs;
    const misfit = checkAxis('dim', dim, first);
    if (misfit) return misfit;
    const axis = resolveAxis(dim, first.length);
    const odd = others.find(
      (shape) =>
        shape.length !== first.length || shape.some((length, at) => at !== axis && length !== first[at]),
    );
    return odd && problem('shapes-do-not-concatenate', { dim, a: formatShape(first), b: formatShape(odd) });
  },
  emit: ({ builder, inputs, attributes: { dim } }) => builder.op('Concat', inputs, { axis: { int: dim } }),
  recognise: (y) => [
    {
      shapes: y.inputs.map(({ shape }) => shape),
      attributes: { tensors: y.inputs.length, dim: y.int('axis') },
    },
  ],
  explain({ input, inputPorts, shapeOf, attributes: { dim }, index }) {
    const axis = resolveAxis(dim, index.length) ?? 0;
    let before = 0;
    for (const port of inputPorts) {
      const length = shapeOf(port)[axis] ?? 0;
      const at = (index[axis] ?? 0) - before;
      if (at < length) return input(port, index.with(axis, at));
      before += length;
    }
    throw new RangeError(`no element ${index.join(', ')}`);
  },
  torch: ({ inputs, attributes: { dim } }) => ({
    expression: `torch.cat((${inputs.join(', ')}), dim=${dim})`,
  }),
  tex: ({ inputs, output, attributes: { dim } }) =>
    `${output} = \\operatorname{concat}_{\\text{dim }${dim}}(${inputs.join(',\\, ')})`,
  examples: [
    {
      inputs: [
        [1, 2],
        [1, 3],
      ],
      attributes: { tensors: 2, dim: -1 },
    },
    {
      inputs: [
        [2, 3, 1],
        [2, 1, 1],
        [2, 2, 1],
      ],
      attributes: { tensors: 3, dim: 1 },
    },
  ],
});
