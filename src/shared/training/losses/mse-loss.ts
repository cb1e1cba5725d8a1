/** MSELoss: mean of (x - y)². Source: https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html */
import { scalar } from '../../ops/backward';
import { sizeOf } from '../../tensor/shape';
import { minus, product, sum } from '../../tensor/expression';
import type { Loss } from './define';
import { meanOf, meanTerm } from './mean';

export const mseLoss: Loss = {
  kind: 'MSELoss',
  target: 'number',
  summary: 'The mean of the squared distances from the right numbers.',
  check: () => undefined,
  emit({ builder, output, shape, target }) {
    const distance = builder.op('Sub', [output, target]);
    return {
      loss: meanOf(builder, builder.op('Mul', [distance, distance]), shape),
      // dx = 2 (x - y) / N
      gradient: builder.op('Mul', [distance, scalar(builder, 2 / sizeOf(shape))]),
    };
  },
  explain: ({ scores, answer }) =>
    meanTerm(
      scores.map((x) => {
        const distance = sum([x, minus(answer)]);
        return product(distance, distance);
      }),
    ),
  backward: 'The gradient is twice the distance from the right number: the further off, the harder it pulls.',
};
