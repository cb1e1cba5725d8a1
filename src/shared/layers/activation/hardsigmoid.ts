/** Hardsigmoid: y = x / 6 + 1 / 2, no less than 0 and no more than 1. Source: https://pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html */
import { call, number, quotient, sum, type Expression } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';

export const hardsigmoid = defineElementwise({
  kind: 'Hardsigmoid',
  group: 'activation',
  summary:
    'A Sigmoid made of three straight lines. It is zero up to -3, one from 3 on, and rises evenly in between.',
  formula: 'y = min(max(0, x + 3), 6) / 6',
  backward: 'The gradient is a sixth where the number lay between -3 and 3, and is stopped elsewhere.',
  words: ['hard sigmoid'],
  attributes: {},
  emit: (builder, x) => builder.op('HardSigmoid', [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } }),
  explain: hardSigmoidOf,
  tex: (x) => `\\frac{\\min(\\max(0,\\, ${x} + 3),\\, 6)}{6}`,
});

/** min(max(0, x + 3), 6) / 6 */
export function hardSigmoidOf(x: Expression): Expression {
  return quotient(call('min', number(6), call('max', number(0), sum([x, number(3)]))), number(6));
}
