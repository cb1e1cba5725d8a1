/**
 * Mish: y = x tanh(log(1 + exp(x))).
 * Sources: Misra, "Mish: A Self Regularized Non-Monotonic Activation Function", 2019; https://pytorch.org/docs/stable/generated/torch.nn.Mish.html
 */
import { call, product } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';
import { softplusOf } from './softplus';

export const mish = defineElementwise({
  kind: 'Mish',
  group: 'activation',
  summary:
    'Each number times the Tanh of its Softplus. It is a smooth ReLU that dips a little below zero on the way.',
  formula: 'y = x tanh(log(1 + exp(x)))',
  backward:
    'The gradient is multiplied by the slope of the curve: about one for large numbers, about zero for those far below zero.',
  attributes: {},
  emit: (builder, x) => builder.op('Mul', [x, builder.op('Tanh', [builder.op('Softplus', [x])])]),
  explain: (x) => product(x, call('tanh', softplusOf(x))),
  tex: (x) => `${x} \\tanh(\\log(1 + e^{${x}}))`,
});
