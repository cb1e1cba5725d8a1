/** Log: y = log(x), the natural logarithm. Source: https://pytorch.org/docs/stable/generated/torch.log.html */
import { call } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';

export const log = defineElementwise({
  kind: 'Log',
  group: 'arithmetic',
  summary:
    'Takes the natural logarithm of each number: one becomes zero. A number below zero has none: the answer is NaN.',
  formula: 'y = log(x)',
  backward: 'The gradient is divided by the number.',
  words: ['logarithm', 'ln'],
  attributes: {},
  function: 'torch.log',
  isPositive: true,
  emit: (builder, x) => builder.op('Log', [x]),
  explain: (x) => call('log', x),
  tex: (x) => `\\log(${x})`,
});
