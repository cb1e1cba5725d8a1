/** L1Loss: mean of |x - y|. Source: https://pytorch.org/docs/stable/generated/torch.nn.L1Loss.html */
import { scalar } from '../../ops/backward';
import { sizeOf } from '../../tensor/shape';
import { call, minus, sum } from '../../tensor/expression';
import type { Loss } from './define';
import { meanOf, meanTerm } from './mean';

export const l1Loss: Loss = {
  kind: 'L1Loss',
  target: 'number',
  summary: 'The mean of the distances from the right numbers; outliers weigh less than in MSELoss.',
  check: () => undefined,
  emit({ builder, output, shape, target }) {
    const distance = builder.op('Sub', [output, target]);
    return {
      loss: meanOf(builder, builder.op('Abs', [distance]), shape),
      // dx = sign(x - y) / N
      gradient: builder.op('Mul', [builder.op('Sign', [distance]), scalar(builder, 1 / sizeOf(shape))]),
    };
  },
  explain: ({ scores, answer }) => meanTerm(scores.map((x) => call('abs', sum([x, minus(answer)])))),
  backward: 'The gradient is 1 above the right number and -1 below it, however far off.',
};
