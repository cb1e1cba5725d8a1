/** What stands in for a layer that is bypassed: y = x. It is no kind of its own, so it is not in the list. */
import { defineLayer, type Layer } from './define';

export const passThrough: Layer = defineLayer({
  kind: 'Identity',
  group: 'shape',
  summary: 'This layer is bypassed: its numbers pass unchanged.',
  formula: 'y = x',
  backward: 'The gradient passes unchanged.',
  attributes: {},
  dtype: ([x]) => x,
  emit: ({ builder, inputs: [x = ''] }) => builder.op('Identity', [x]),
  explain: ({ input, inputPorts, index }) => input(inputPorts[0] ?? 'x', index),
  torch: ({ inputs: [x = ''] }) => ({ expression: x }),
  tex: ({ inputs: [x = ''], output }) => `${output} = ${x}`,
  examples: [{ inputs: [[1, 3]] }],
});
