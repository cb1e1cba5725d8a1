/** Exp: y = e to the power of x. Source: https://pytorch.org/docs/stable/generated/torch.exp.html */
import { call } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';

export const exp = defineElementwise({
  kind: 'Exp',
  group: 'arithmetic',
  summary: 'Raises e to each number. Zero becomes one, and no answer is below zero.',
  formula: 'y = exp(x)',
  backward: 'The gradient is multiplied by the answer itself.',
  words: ['exponential', 'e'],
  attributes: {},
  function: 'torch.exp',
  emit: (builder, x) => builder.op('Exp', [x]),
  explain: (x) => call('exp', x),
  tex: (x) => `e^{${x}}`,
});
