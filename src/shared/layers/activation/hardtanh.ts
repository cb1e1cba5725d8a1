/** Hardtanh: y = x, no less than min_val and no more than max_val. Source: https://pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html */
import { problem } from '../../messages/problem';
import { scalar } from '../../ops/backward';
import { call, number } from '../../tensor/expression';
import { real } from '../attributes';
import { defineElementwise } from '../elementwise';
import { texNumber } from '../tex';

export const hardtanh = defineElementwise({
  kind: 'Hardtanh',
  group: 'activation',
  summary: 'A Tanh made of straight lines. Numbers pass unchanged between two limits and are cut off beyond.',
  formula: 'y = min(max(min_val, x), max_val)',
  backward: 'The gradient passes where the number lay between the limits, and is stopped elsewhere.',
  words: ['hard tanh', 'clip'],
  attributes: {
    min_val: real({ initial: -1, min: -1e6, max: 1e6, help: 'No number comes out below it.' }),
    max_val: real({ initial: 1, min: -1e6, max: 1e6, help: 'No number comes out above it.' }),
  },
  check: (_, { min_val, max_val }) =>
    min_val < max_val
      ? undefined
      : problem(
          'limits-reversed',
          { low: 'min_val', high: 'max_val', least: min_val, most: max_val },
          { kind: 'set-attribute', attribute: 'min_val', value: Math.min(max_val - 1, 1e6) },
        ),
  emit: (builder, x, { min_val, max_val }) =>
    builder.op('Clip', [x, scalar(builder, min_val), scalar(builder, max_val)]),
  read: (y) => [{ min_val: y.back(1).value, max_val: y.back(2).value }],
  explain: (x, { min_val, max_val }) => call('min', number(max_val), call('max', number(min_val), x)),
  tex: (x, { min_val, max_val }) => `\\min(\\max(${texNumber(min_val)},\\, ${x}),\\, ${texNumber(max_val)})`,
  also: [{ min_val: -0.5, max_val: 2 }],
});
