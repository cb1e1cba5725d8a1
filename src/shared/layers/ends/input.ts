/** Input: the numbers the network is given. */
import type { Dtype } from '../../tensor/tensor';
import { choice, sizes } from '../attributes';
import { defineLayer } from '../define';

const dtypes = [
  ...(['float32', 'float64', 'float16', 'int64', 'int32', 'int16', 'int8'] as const),
  ...(['uint64', 'uint32', 'uint16', 'uint8', 'bool', 'string'] as const),
] satisfies readonly Dtype[];

export const input = defineLayer({
  kind: 'Input',
  group: 'input and output',
  summary:
    'The features arrive as the network is given them. The first size is the batch: how many rows at once.',
  formula: 'y = the numbers typed in',
  backward:
    'Here the way back ends. The gradient says how the loss would change with each number that was given.',
  words: ['features', 'data', 'placeholder'],
  attributes: {
    shape: sizes({
      initial: [1, 3],
      limit: 4_000_000,
      help: 'Sizes along each dimension, batch first.',
      empty: 'one number',
    }),
    dtype: choice({
      initial: 'float32',
      options: dtypes,
      help: 'What the numbers are. Layers take float32; operators say what they take.',
    }),
  },
  inputs: () => [],
  dtype: (_, { dtype }) => dtype,
  withRows: ({ shape, ...rest }, rows) => ({
    ...rest,
    shape: shape.map((size, axis) => (axis === 0 ? rows : size)),
  }),
  emit: ({ builder, attributes }) => builder.graphInput(attributes.shape, attributes.dtype),
  recognise: ({ shape, dtype: stated = 'float32' }) =>
    dtypes.flatMap((dtype) => (dtype === stated ? [{ shapes: [], attributes: { shape, dtype } }] : [])),
  explain: ({ given, index }) => given(index),
  torch: () => ({ argument: true }),
  tex: ({ output, outputShape }) => `${output} \\in \\mathbb{R}^{${outputShape.join(' \\times ')}}`,
  examples: [
    { inputs: [], attributes: { shape: [1, 3] } },
    { inputs: [], attributes: { shape: [2, 3, 4, 5] } },
  ],
});
