/** LeakyReLU: y = max(0, x) + negative_slope min(x, 0). Source: https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html */
import { call, number, product, sum } from '../../tensor/expression';
import { real } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { texNumber } from '../tex';

export const leakyRelu = defineLayer({
  kind: 'LeakyReLU',
  group: 'activation',
  summary: 'Numbers below zero become small ones instead of zero; the others pass unchanged.',
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
  emit: ({ builder, inputs: [x = ''], attributes: { negative_slope } }) =>
    builder.op('LeakyRelu', [x], { alpha: { float: negative_slope } }),
  explain: ({ input, attributes: { negative_slope }, index }) =>
    sum([
      call('max', number(0), input('x', index)),
      product(number(negative_slope), call('min', input('x', index), number(0))),
    ]),
  torch: ({ attributes: { negative_slope } }) => ({
    module: pythonCall('nn.LeakyReLU', [], [['negative_slope', negative_slope, 0.01]]),
  }),
  tex: ({ inputs: [x = ''], output, attributes: { negative_slope } }) =>
    `${output} = \\max(0,\\, ${x}) + ${texNumber(negative_slope)} \\min(0,\\, ${x})`,
  examples: [
    { inputs: [[1, 4]], attributes: { negative_slope: 0.01 } },
    { inputs: [[2, 3, 4]], attributes: { negative_slope: 0.25 } },
  ],
});
