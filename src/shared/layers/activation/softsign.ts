/** Softsign: y = x / (1 + |x|). Source: https://pytorch.org/docs/stable/generated/torch.nn.Softsign.html */
import { call, number, quotient, sum } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';

export const softsign = defineElementwise({
  kind: 'Softsign',
  group: 'activation',
  summary:
    'Squeezes each number into the range from -1 to 1. It does so more gently than Tanh: far from zero it still rises a little.',
  formula: 'y = x / (1 + |x|)',
  backward: 'The gradient is divided by (1 + |x|)²: it passes at zero and fades slowly far from it.',
  attributes: {},
  emit: (builder, x) => builder.op('Softsign', [x]),
  explain: (x) => quotient(x, sum([number(1), call('abs', x)])),
  tex: (x) => `\\frac{${x}}{1 + \\lvert ${x} \\rvert}`,
});
