/** Stack: tensors of one shape laid on each other along a new dimension. Source: https://pytorch.org/docs/stable/generated/torch.stack.html */
import { problem } from '../../messages/problem';
import { reshapeTo } from '../../ops/backward';
import { areShapesEqual, formatShape, resolveAxis } from '../../tensor/shape';
import { integer } from '../attributes';
import { defineLayer } from '../define';
import { portNames } from './concat';

export const stack = defineLayer({
  kind: 'Stack',
  group: 'shape',
  summary: 'Lays tensors of one shape on each other along a new dimension. No number changes.',
  formula: 'y = x1, x2, … along a new dim',
  backward: 'Each gradient goes back to the tensor its number came from, unchanged.',
  words: ['pile', 'join', 'combine'],
  attributes: {
    tensors: integer({ initial: 2, min: 2, max: 16, help: 'How many tensors are laid on each other.' }),
    dim: integer({
      initial: 1,
      min: -9,
      max: 8,
      help: 'Which dimension of the answer counts them; -1 is the last.',
    }),
  },
  inputs: ({ tensors }) => portNames(tensors),
  check(inputs, { dim }) {
    const [first = [], ...others] = inputs;
    const odd = others.find((shape) => !areShapesEqual(shape, first));
    if (odd) return problem('shapes-do-not-stack', { a: formatShape(first), b: formatShape(odd) });
    const rank = first.length + 1;
    if (resolveAxis(dim, rank) !== undefined) return undefined;
    return problem(
      'axis-out-of-range',
      { attribute: 'dim', axis: dim, rank, shape: formatShape(first), min: -rank, max: rank - 1 },
      { kind: 'set-attribute', attribute: 'dim', value: -1 },
    );
  },
  emit({ builder, inputs, shapes: [shape = []], attributes: { dim } }) {
    const axis = resolveAxis(dim, shape.length + 1) ?? 0;
    const wide = inputs.map((x) => reshapeTo(builder, x, shape.toSpliced(axis, 0, 1)));
    return builder.op('Concat', wide, { axis: { int: axis } });
  },
  recognise: (y) => [
    {
      shapes: y.inputs.map((wide) => wide.back(0).shape),
      attributes: { tensors: y.inputs.length, dim: y.int('axis') },
    },
  ],
  explain({ input, inputPorts, attributes: { dim }, index }) {
    const axis = resolveAxis(dim, index.length) ?? 0;
    return input(inputPorts[index[axis] ?? 0] ?? '', index.toSpliced(axis, 1));
  },
  torch: ({ inputs, attributes: { dim } }) => ({
    expression: `torch.stack((${inputs.join(', ')}), dim=${dim})`,
  }),
  tex: ({ inputs, output, attributes: { dim } }) =>
    `${output} = \\operatorname{stack}_{\\text{dim }${dim}}(${inputs.join(',\\, ')})`,
  examples: [
    {
      inputs: [
        [1, 2],
        [1, 2],
      ],
      attributes: { tensors: 2, dim: 1 },
    },
    {
      inputs: [
        [2, 3],
        [2, 3],
        [2, 3],
      ],
      attributes: { tensors: 3, dim: -1 },
    },
  ],
});
