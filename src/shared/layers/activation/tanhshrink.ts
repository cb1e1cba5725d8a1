/** Tanhshrink: y = x - tanh(x). Source: https://pytorch.org/docs/stable/generated/torch.nn.Tanhshrink.html */
import { call, minus, sum } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';

export const tanhshrink = defineElementwise({
  kind: 'Tanhshrink',
  group: 'activation',
  summary: 'Takes the Tanh away from each number. Small numbers nearly vanish, large ones lose about one.',
  formula: 'y = x - tanh(x)',
  backward: 'The gradient is multiplied by tanh²(x): almost nothing at zero, and about one far from it.',
  words: ['shrinkage'],
  attributes: {},
  emit: (builder, x) => builder.op('Sub', [x, builder.op('Tanh', [x])]),
  explain: (x) => sum([x, minus(call('tanh', x))]),
  tex: (x) => `${x} - \\tanh(${x})`,
});
