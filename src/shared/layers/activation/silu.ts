/**
 * SiLU: y = x / (1 + exp(-x)), also called swish.
 * Sources: Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016; https://pytorch.org/docs/stable/generated/torch.nn.SiLU.html
 */
import { call, minus, number, quotient, sum } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';

export const silu = defineElementwise({
  kind: 'SiLU',
  group: 'activation',
  summary: 'Each number times its own Sigmoid. It is a smooth ReLU that dips a little below zero on the way.',
  formula: 'y = x / (1 + exp(-x))',
  backward:
    'The gradient is multiplied by the slope of the curve: about one for large numbers, about zero for those far below zero.',
  words: ['swish', 'sigmoid linear unit'],
  attributes: {},
  emit: (builder, x) => builder.op('Mul', [x, builder.op('Sigmoid', [x])]),
  explain: (x) => quotient(x, sum([number(1), call('exp', minus(x))])),
  tex: (x) => `\\frac{${x}}{1 + e^{-${x}}}`,
});
