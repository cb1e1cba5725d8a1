/** Output: y = x, named as what the network answers. */
import { defineLayer } from '../define';

export const output = defineLayer({
  kind: 'Output',
  group: 'input and output',
  summary: 'Marks a value as an answer of the network. The numbers pass unchanged.',
  formula: 'y = x',
  backward: 'The gradient passes unchanged.',
  words: ['result', 'answer'],
  attributes: {},
  dtype: ([x]) => x,
  emit({ builder, inputs: [x = ''] }) {
    const y = builder.op('Identity', [x]);
    builder.graphOutput(y);
    return y;
  },
  explain: ({ input, index }) => input('x', index),
  torch: ({ inputs: [x = ''] }) => ({ expression: x }),
  tex: ({ inputs: [x = ''], output }) => `${output} = ${x}`,
  examples: [{ inputs: [[1, 3]] }],
});
