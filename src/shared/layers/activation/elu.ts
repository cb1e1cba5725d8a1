/**
 * ELU: y = x, or alpha (exp(x) - 1) below zero.
 * Sources: Clevert and others, "Fast and Accurate Deep Network Learning by Exponential Linear Units", 2015; https://pytorch.org/docs/stable/generated/torch.nn.ELU.html
 */
import { evaluate, call, number, product, sum } from '../../tensor/expression';
import { real } from '../attributes';
import { defineElementwise } from '../elementwise';
import { texCases, texTimes } from '../tex';

export const elu = defineElementwise({
  kind: 'ELU',
  group: 'activation',
  summary:
    'Numbers above zero pass unchanged; those below bend smoothly towards -alpha. Numbers below zero pull the mean of what comes out towards zero, which the next layer learns from more easily.',
  formula: 'y = x above zero, alpha (exp(x) - 1) below',
  backward:
    'The gradient passes where the number was above zero; below it fades the further down the number lay.',
  words: ['exponential linear unit'],
  attributes: {
    alpha: real({ initial: 1, min: 0, max: 1000, help: 'How far below zero the curve can go.' }),
  },
  emit: (builder, x, { alpha }) => builder.op('Elu', [x], { alpha: { float: alpha } }),
  read: (y) => [{ alpha: y.real('alpha') }],
  explain: (x, { alpha }) =>
    evaluate(x) > 0 ? x : product(number(alpha), sum([call('exp', x), number(-1)])),
  tex: (x, { alpha }) => texCases([x, `${x} > 0`], [`${texTimes(alpha)}(e^{${x}} - 1)`, '\\text{else}']),
  also: [{ alpha: 0.5 }],
});
