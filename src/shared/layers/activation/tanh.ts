/** Tanh: y = tanh(x). Source: https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html */
import { call } from '../../tensor/expression';
import { defineLayer } from '../define';

export const tanh = defineLayer({
  kind: 'Tanh',
  group: 'activation',
  summary: 'Squeezes each number into the range from -1 to 1; zero stays zero.',
  formula: 'y = tanh(x)',
  backward:
    'The gradient is multiplied by the slope of the curve, 1 - y²: one at zero, and almost nothing far from it.',
  words: ['hyperbolic tangent'],
  attributes: {},
  emit: ({ builder, inputs: [x = ''] }) => builder.op('Tanh', [x]),
  explain: ({ input, index }) => call('tanh', input('x', index)),
  torch: () => ({ module: 'nn.Tanh()' }),
  tex: ({ inputs: [x = ''], output }) => `${output} = \\tanh(${x})`,
  examples: [{ inputs: [[1, 4]] }, { inputs: [[2, 3, 4]] }],
});
