/** Abs: y = |x|. Source: https://pytorch.org/docs/stable/generated/torch.abs.html */
import { call } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';

export const abs = defineElementwise({
  kind: 'Abs',
  group: 'arithmetic',
  summary: 'Leaves out the sign. What is left is how far each number is from zero.',
  formula: 'y = |x|',
  backward:
    'The gradient passes where the number was above zero, and with its sign turned where it was below.',
  words: ['absolute value', 'magnitude'],
  attributes: {},
  function: 'torch.abs',
  emit: (builder, x) => builder.op('Abs', [x]),
  explain: (x) => call('abs', x),
  tex: (x) => `\\lvert ${x} \\rvert`,
});
