/** LeakyReLU: y = max(0, x) + negative_slope min(x, 0). Source: https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html */
import { call, number, product, sum } from '../../tensor/expression';
import { real } from '../attributes';
import { defineElementwise } from '../elementwise';
import { texNumber } from '../tex';

export const leakyRelu = defineElementwise({
  kind: 'LeakyReLU',
  group: 'activation',
  summary:
    'Numbers below zero become small ones instead of zero; the others pass unchanged. So a neuron goes on learning where a ReLU would have gone silent.',
  formula: 'y = max(0, x) + negative_slope · min(x, 0)',
  backward:
    'The gradient passes where the number was above zero; elsewhere it is multiplied by negative_slope.',
  words: ['leaky rectifier'],
  attributes: {
    negative_slope: real({
      initial: 0.01,
      min: -100,
      max: 100,
      help: 'What numbers below zero are multiplied by.',
    }),
  },
  emit: (builder, x, { negative_slope }) =>
    builder.op('LeakyRelu', [x], { alpha: { float: negative_slope } }),
  read: (y) => [{ negative_slope: y.real('alpha') }],
  explain: (x, { negative_slope }) =>
    sum([call('max', number(0), x), product(number(negative_slope), call('min', x, number(0)))]),
  tex: (x, { negative_slope }) => `\\max(0,\\, ${x}) + ${texNumber(negative_slope)} \\min(0,\\, ${x})`,
  also: [{ negative_slope: 0.25 }],
});
