/**
 * Hardswish: y = x min(max(0, x + 3), 6) / 6.
 * Sources: Howard and others, "Searching for MobileNetV3", 2019; https://pytorch.org/docs/stable/generated/torch.nn.Hardswish.html
 */
import { product } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';
import { hardSigmoidOf } from './hardsigmoid';

export const hardswish = defineElementwise({
  kind: 'Hardswish',
  group: 'activation',
  summary:
    'Each number times its Hardsigmoid. It is a SiLU that needs no exponentials, made for small devices.',
  formula: 'y = x · min(max(0, x + 3), 6) / 6',
  backward:
    'The gradient passes for numbers above 3, is stopped below -3, and in between is multiplied by the slope of the curve.',
  words: ['hard swish', 'mobile'],
  attributes: {},
  emit: (builder, x) =>
    builder.op('Mul', [x, builder.op('HardSigmoid', [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } })]),
  explain: (x) => product(x, hardSigmoidOf(x)),
  tex: (x) => `${x} \\cdot \\frac{\\min(\\max(0,\\, ${x} + 3),\\, 6)}{6}`,
});
