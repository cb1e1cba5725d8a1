/**
 * CELU: y = max(0, x) + min(0, alpha (exp(x / alpha) - 1)).
 * Sources: Barron, "Continuously Differentiable Exponential Linear Units", 2017; https://pytorch.org/docs/stable/generated/torch.nn.CELU.html
 */
import { call, evaluate, number, product, quotient, sum } from '../../tensor/expression';
import { real } from '../attributes';
import { defineElementwise } from '../elementwise';
import { texCases, texNumber, texTimes } from '../tex';

export const celu = defineElementwise({
  kind: 'CELU',
  group: 'activation',
  summary:
    'Numbers above zero pass unchanged; those below bend towards -alpha. Unlike an ELU it has no corner at zero, whatever alpha is.',
  formula: 'y = x above zero, alpha (exp(x / alpha) - 1) below',
  backward:
    'The gradient passes where the number was above zero; below it fades the further down the number lay.',
  words: ['continuously differentiable exponential linear unit'],
  attributes: {
    alpha: real({ initial: 1, min: 0.01, max: 1000, help: 'How far below zero the curve can go.' }),
  },
  emit: (builder, x, { alpha }) => builder.op('Celu', [x], { alpha: { float: alpha } }),
  read: (y) => [{ alpha: y.real('alpha') }],
  explain: (x, { alpha }) =>
    evaluate(x) > 0 ? x : product(number(alpha), sum([call('exp', quotient(x, number(alpha))), number(-1)])),
  tex: (x, { alpha }) =>
    texCases([x, `${x} > 0`], [`${texTimes(alpha)}(e^{${x} / ${texNumber(alpha)}} - 1)`, '\\text{else}']),
  also: [{ alpha: 0.5 }],
});
