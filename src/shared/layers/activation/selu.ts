/**
 * SELU: y = scale x, or scale alpha (exp(x) - 1) below zero, with constants that keep mean 0 and variance 1.
 * Sources: Klambauer and others, "Self-Normalizing Neural Networks", 2017; https://pytorch.org/docs/stable/generated/torch.nn.SELU.html
 */
import { call, evaluate, number, product, sum } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';
import { texCases } from '../tex';

const alpha = 1.6732632423543772;
const scale = 1.0507009873554805;

export const selu = defineElementwise({
  kind: 'SELU',
  group: 'activation',
  summary:
    'An ELU with two fixed constants. They are chosen so that, layer after layer, the numbers keep a mean of 0 and a variance of 1.',
  formula: 'y = 1.0507 x above zero, 1.0507 · 1.6733 (exp(x) - 1) below',
  backward:
    'The gradient is multiplied by 1.0507 where the number was above zero; below it fades the further down the number lay.',
  words: ['scaled exponential linear unit', 'self-normalizing'],
  attributes: {},
  emit: (builder, x) => builder.op('Selu', [x], { alpha: { float: alpha }, gamma: { float: scale } }),
  explain: (x) =>
    evaluate(x) > 0
      ? product(number(scale), x)
      : product(number(scale), number(alpha), sum([call('exp', x), number(-1)])),
  tex: (x) => `1.0507 \\cdot ${texCases([x, `${x} > 0`], [`1.6733\\,(e^{${x}} - 1)`, '\\text{else}'])}`,
});
