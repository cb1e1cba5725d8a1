/** Softshrink: y = x moved towards zero by lambd, and 0 from -lambd to lambd. Source: https://pytorch.org/docs/stable/generated/torch.nn.Softshrink.html */
import { scalar } from '../../ops/backward';
import { call, minus, number, sum } from '../../tensor/expression';
import { real } from '../attributes';
import { defineElementwise } from '../elementwise';
import { texNumber } from '../tex';

export const softshrink = defineElementwise({
  kind: 'Softshrink',
  group: 'activation',
  summary:
    'Moves each number towards zero by lambd. Numbers nearer to zero than that become zero, so that few are left.',
  formula: 'y = x - min(max(-lambd, x), lambd)',
  backward:
    'The gradient passes where the number was further from zero than lambd, and is stopped elsewhere.',
  words: ['shrinkage', 'soft threshold', 'sparse'],
  attributes: {
    lambd: real({ initial: 0.5, min: 0, max: 1e6, help: 'How far each number is moved towards zero.' }),
  },
  emit(builder, x, { lambd }) {
    // Not Clip, whose limits pass no gradient: at lambd itself nothing passes the whole.
    const raised = builder.op('Max', [x, scalar(builder, -lambd)]);
    return builder.op('Sub', [x, builder.op('Min', [raised, scalar(builder, lambd)])]);
  },
  read: (y) => [{ lambd: y.back(1, 1).value }],
  explain: (x, { lambd }) => sum([x, minus(call('min', call('max', x, number(-lambd)), number(lambd)))]),
  tex: (x, { lambd }) => `${x} - \\min(\\max(-${texNumber(lambd)},\\, ${x}),\\, ${texNumber(lambd)})`,
  also: [{ lambd: 0.2 }],
});
