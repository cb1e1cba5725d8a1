/** Clamp: y = x, no less than min and no more than max. Source: https://pytorch.org/docs/stable/generated/torch.clamp.html */
import { scalar } from '../../ops/backward';
import { call, number } from '../../tensor/expression';
import { optional, real } from '../attributes';
import { defineElementwise } from '../elementwise';
import { texNumber } from '../tex';

const limit = (help: string) => optional(real({ initial: 0, min: -1e6, max: 1e6, help }), 'no limit');

export const clamp = defineElementwise({
  kind: 'Clamp',
  group: 'arithmetic',
  summary: 'Keeps numbers between two limits. What lies beyond a limit becomes the limit.',
  formula: 'y = min(max(x, min), max)',
  backward: 'The gradient passes where the number lay between the limits, and is stopped elsewhere.',
  words: ['clip', 'limit', 'bound'],
  attributes: {
    min: limit('No number comes out below it; empty sets no limit.'),
    max: limit('No number comes out above it; empty sets no limit.'),
  },
  function: 'torch.clamp',
  required: ['min', 'max'],
  emit(builder, x, { min, max }) {
    const raised = min === null ? x : builder.op('Max', [x, scalar(builder, min)]);
    const cut = max === null ? raised : builder.op('Min', [raised, scalar(builder, max)]);
    return cut === x ? builder.op('Identity', [x]) : cut;
  },
  read(y) {
    const least = y.back(0, 1).value;
    const limit = y.back(1).value;
    return [{ min: least, max: limit }, { min: limit }, { max: limit }, {}];
  },
  explain(x, { min, max }) {
    const raised = min === null ? x : call('max', x, number(min));
    return max === null ? raised : call('min', raised, number(max));
  },
  tex(x, { min, max }) {
    const raised = min === null ? x : `\\max(${x},\\, ${texNumber(min)})`;
    return max === null ? raised : `\\min(${raised},\\, ${texNumber(max)})`;
  },
  also: [{ min: -0.5, max: 1 }, { min: 0 }],
});
