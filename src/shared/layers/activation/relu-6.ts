/** ReLU6: y = min(max(0, x), 6). Source: https://pytorch.org/docs/stable/generated/torch.nn.ReLU6.html */
import { scalar } from '../../ops/backward';
import { call, number } from '../../tensor/expression';
import { defineElementwise } from '../elementwise';

export const relu6 = defineElementwise({
  kind: 'ReLU6',
  group: 'activation',
  summary:
    'A ReLU with a ceiling: numbers below zero become zero, and no number grows beyond 6. The ceiling keeps numbers small enough for devices that count in few bits.',
  formula: 'y = min(max(0, x), 6)',
  backward: 'The gradient passes where the number lay between 0 and 6, and is stopped elsewhere.',
  words: ['rectifier', 'mobile', 'capped relu'],
  attributes: {},
  emit: (builder, x) => builder.op('Clip', [x, scalar(builder, 0), scalar(builder, 6)]),
  explain: (x) => call('min', number(6), call('max', number(0), x)),
  tex: (x) => `\\min(\\max(0,\\, ${x}),\\, 6)`,
});
