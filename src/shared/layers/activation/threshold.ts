/** Threshold: y = x where x > threshold, and value elsewhere. Source: https://pytorch.org/docs/stable/generated/torch.nn.Threshold.html */
import { scalar } from '../../ops/backward';
import { evaluate, number, product, sum } from '../../tensor/expression';
import { real } from '../attributes';
import { defineElementwise } from '../elementwise';
import { texCases, texNumber } from '../tex';

export const threshold = defineElementwise({
  kind: 'Threshold',
  group: 'activation',
  summary: 'Numbers above the threshold pass unchanged. All others are replaced by one and the same value.',
  formula: 'y = x where x > threshold, value elsewhere',
  backward: 'The gradient passes where the number was above the threshold, and is stopped elsewhere.',
  words: ['step', 'cut'],
  attributes: {
    threshold: real({ initial: 0, min: -1e6, max: 1e6, help: 'Numbers up to this are replaced.' }),
    value: real({ initial: 0, min: -1e6, max: 1e6, help: 'What they are replaced by.' }),
  },
  required: ['threshold', 'value'],
  // NaN is neither less nor greater: it passes.
  emit: (builder, x, { threshold: limit, value }) =>
    builder.op('Where', [builder.op('LessOrEqual', [x, scalar(builder, limit)]), scalar(builder, value), x]),
  read: (y) => [{ threshold: y.back(0, 1).value, value: y.back(1).value }],
  explain: (x, { threshold: limit, value }) =>
    evaluate(x) <= Math.fround(limit) ? sum([product(number(0), x), number(value)]) : x,
  tex: (x, { threshold: limit, value }) =>
    texCases([x, `${x} > ${texNumber(limit)}`], [texNumber(value), '\\text{else}']),
  also: [{ threshold: 0.1, value: 20 }],
});
