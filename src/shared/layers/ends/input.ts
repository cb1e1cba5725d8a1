/** Input: the numbers the network is given. */
import { sizes } from '../attributes';
import { defineLayer } from '../define';

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
    shape: sizes({ initial: [1, 3], limit: 4_000_000, help: 'Sizes along each dimension, batch first.' }),
  },
  inputs: () => [],
  withRows: ({ shape }, rows) => ({ shape: [rows, ...shape.slice(1)] }),
  emit: ({ builder, attributes }) => builder.graphInput(attributes.shape),
  recognise: (y) => [{ shapes: [], attributes: { shape: y.shape } }],
  explain: ({ given, index }) => given(index),
  torch: () => ({ argument: true }),
  tex: ({ output, outputShape }) => `${output} \\in \\mathbb{R}^{${outputShape.join(' \\times ')}}`,
  examples: [
    { inputs: [], attributes: { shape: [1, 3] } },
    { inputs: [], attributes: { shape: [2, 3, 4, 5] } },
  ],
});
