/** LogSigmoid: y = -log(1 + exp(-x)). Source: https://pytorch.org/docs/stable/generated/torch.nn.LogSigmoid.html */
import { minus } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';
import { softplusOf } from './softplus';

export const logSigmoid = defineElementwise({
  kind: 'LogSigmoid',
  group: 'activation',
  summary: 'The logarithm of the Sigmoid. No number is above zero, and large ones come close to it.',
  formula: 'y = -log(1 + exp(-x))',
  backward:
    'The gradient is multiplied by the slope of the curve: almost nothing for large numbers, about one for those far below zero.',
  words: ['log sigmoid'],
  attributes: {},
  emit: (builder, x) => builder.op('Neg', [builder.op('Softplus', [builder.op('Neg', [x])])]),
  explain: (x) => minus(softplusOf(minus(x))),
  tex: (x) => `-\\log(1 + e^{-${x}})`,
});
