/** Sigmoid: y = 1 / (1 + exp(-x)). Source: https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html */
import { call, minus, number, quotient, sum } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';

export const sigmoid = defineElementwise({
  kind: 'Sigmoid',
  group: 'activation',
  summary:
    'Squeezes each number into the range from 0 to 1; zero becomes a half. What comes out is read as a probability, or as a gate that is open or shut.',
  formula: 'y = 1 / (1 + exp(-x))',
  backward:
    'The gradient is multiplied by the slope of the curve, y (1 - y): a quarter at most, and almost nothing far from zero.',
  words: ['logistic'],
  attributes: {},
  emit: (builder, x) => builder.op('Sigmoid', [x]),
  explain: (x) => quotient(number(1), sum([number(1), call('exp', minus(x))])),
  tex: (x) => `\\frac{1}{1 + e^{-${x}}}`,
});
