/** Sigmoid: y = 1 / (1 + exp(-x)). Source: https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html */
import { call, number, product, quotient, sum } from '../../tensor/expression';
import { defineLayer } from '../define';

export const sigmoid = defineLayer({
  kind: 'Sigmoid',
  group: 'activation',
  summary: 'Squeezes each number into the range from 0 to 1; zero becomes a half.',
  formula: 'y = 1 / (1 + exp(-x))',
  backward:
    'The gradient is multiplied by the slope of the curve, y (1 - y): a quarter at most, and almost nothing far from zero.',
  words: ['logistic'],
  attributes: {},
  emit: ({ builder, inputs: [x = ''] }) => builder.op('Sigmoid', [x]),
  explain: ({ input, index }) =>
    quotient(number(1), sum([number(1), call('exp', product(number(-1), input('x', index)))])),
  torch: () => ({ module: 'nn.Sigmoid()' }),
  tex: ({ inputs: [x = ''], output }) => `${output} = \\frac{1}{1 + e^{-${x}}}`,
  examples: [{ inputs: [[1, 4]] }, { inputs: [[2, 3, 4]] }],
});
