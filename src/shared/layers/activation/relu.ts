/** ReLU: y = max(0, x). Source: https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html */
import { call, number } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';

export const relu = defineElementwise({
  kind: 'ReLU',
  group: 'activation',
  summary:
    'Numbers below zero become zero; the others pass unchanged. Without such a bend, layers of sums would be no more than one sum.',
  formula: 'y = max(0, x)',
  backward: 'The gradient passes where the number was above zero, and stops where it was not.',
  words: ['rectifier', 'rectified linear unit', 'relu'],
  attributes: {},
  emit: (builder, x) => builder.op('Relu', [x]),
  explain: (x) => call('max', number(0), x),
  tex: (x) => `\\max(0,\\, ${x})`,
});
