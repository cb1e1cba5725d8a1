/** Hardshrink: y = x, and 0 from -lambd to lambd. Source: https://pytorch.org/docs/stable/generated/torch.nn.Hardshrink.html */
import { scalar } from '../../ops/backward';
import { call, evaluate, number, product } from '../../tensor/expression';
import { real } from '../attributes';
import { defineElementwise } from '../elementwise';
import { texCases, texNumber } from '../tex';

export const hardshrink = defineElementwise({
  kind: 'Hardshrink',
  group: 'activation',
  summary:
    'Numbers nearer to zero than lambd become zero; the others pass unchanged. So small numbers are taken for noise, and few are left.',
  formula: 'y = x where |x| > lambd, 0 elsewhere',
  backward:
    'The gradient passes where the number was further from zero than lambd, and is stopped elsewhere.',
  words: ['shrinkage', 'hard threshold', 'sparse'],
  attributes: {
    lambd: real({ initial: 0.5, min: 0, max: 1e6, help: 'Numbers nearer to zero than this become zero.' }),
  },
  // NaN is neither less nor greater: it passes.
  emit: (builder, x, { lambd }) =>
    builder.op('Where', [
      builder.op('LessOrEqual', [builder.op('Abs', [x]), scalar(builder, lambd)]),
      scalar(builder, 0),
      x,
    ]),
  read: (y) => [{ lambd: y.back(0, 1).value }],
  explain: (x, { lambd }) => (evaluate(call('abs', x)) <= Math.fround(lambd) ? product(number(0), x) : x),
  tex: (x, { lambd }) => texCases([x, `\\lvert ${x} \\rvert > ${texNumber(lambd)}`], ['0', '\\text{else}']),
  also: [{ lambd: 0.2 }],
});
