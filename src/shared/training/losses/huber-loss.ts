/**
 * HuberLoss: mean of d²/2 where |d| < 1, else |d| - 1/2, with d = x - y and delta = 1.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.HuberLoss.html
 */
import { scalar } from '../../ops/backward';
import { sizeOf } from '../../tensor/shape';
import { call, evaluate, minus, number, product, quotient, sum } from '../../tensor/expression';
import type { Loss } from './define';
import { meanOf, meanTerm } from './mean';

export const huberLoss: Loss = {
  kind: 'HuberLoss',
  target: 'number',
  summary: 'Squares small distances and takes large ones as they are.',
  check: () => undefined,
  emit({ builder, output, shape, target }) {
    const distance = builder.op('Sub', [output, target]);
    // The distance cut off at ±1 is both the slope and, times (d - cut/2), the loss.
    const cut = builder.op('Clip', [distance, scalar(builder, -1), scalar(builder, 1)]);
    const rest = builder.op('Sub', [distance, builder.op('Mul', [cut, scalar(builder, 0.5)])]);
    return {
      loss: meanOf(builder, builder.op('Mul', [cut, rest]), shape),
      gradient: builder.op('Mul', [cut, scalar(builder, 1 / sizeOf(shape))]),
    };
  },
  explain: ({ scores, answer }) =>
    meanTerm(
      scores.map((x) => {
        const distance = sum([x, minus(answer)]);
        return Math.abs(evaluate(distance)) < 1
          ? quotient(product(distance, distance), number(2))
          : sum([call('abs', distance), number(-0.5)]);
      }),
    ),
  backward:
    'The gradient is the distance from the right number where that is less than 1, and never more than 1.',
};
