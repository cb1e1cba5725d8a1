/** Sqrt: y = √x. Source: https://pytorch.org/docs/stable/generated/torch.sqrt.html */
import { call } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';

export const sqrt = defineElementwise({
  kind: 'Sqrt',
  group: 'arithmetic',
  summary: 'Takes the square root of each number. A number below zero has none: the answer is NaN.',
  formula: 'y = √x',
  backward: 'The gradient is divided by twice the root.',
  words: ['square root'],
  attributes: {},
  function: 'torch.sqrt',
  isPositive: true,
  emit: (builder, x) => builder.op('Sqrt', [x]),
  explain: (x) => call('sqrt', x),
  tex: (x) => `\\sqrt{${x}}`,
});
