/** ReLU: y = max(0, x). Source: https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html */
import { call, number } from '../../tensor/expression';
import { defineLayer } from '../define';

export const relu = defineLayer({
  kind: 'ReLU',
  group: 'activation',
  summary: 'Numbers below zero become zero; the others pass unchanged.',
  formula: 'y = max(0, x)',
  backward: 'The gradient passes where the number was above zero, and stops where it was not.',
  words: ['rectifier', 'rectified linear unit', 'relu'],
  attributes: {},
  emit: ({ builder, inputs: [x = ''] }) => builder.op('Relu', [x]),
  explain: ({ input, index }) => call('max', number(0), input('x', index)),
  torch: () => ({ module: 'nn.ReLU()' }),
  tex: ({ inputs: [x = ''], output }) => `${output} = \\max(0,\\, ${x})`,
  examples: [{ inputs: [[1, 4]] }, { inputs: [[2, 3, 4, 4]] }],
});
