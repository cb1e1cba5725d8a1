/** Tanh: y = tanh(x). Source: https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html */
import { call } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';

export const tanh = defineElementwise({
  kind: 'Tanh',
  group: 'activation',
  summary:
    'Squeezes each number into the range from -1 to 1; zero stays zero. It is steepest in the middle and flat at both ends, where little gradient passes.',
  formula: 'y = tanh(x)',
  backward:
    'The gradient is multiplied by the slope of the curve, 1 - y²: one at zero, and almost nothing far from it.',
  words: ['hyperbolic tangent'],
  attributes: {},
  emit: (builder, x) => builder.op('Tanh', [x]),
  explain: (x) => call('tanh', x),
  tex: (x) => `\\tanh(${x})`,
});
