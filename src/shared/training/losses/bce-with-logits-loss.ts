/**
 * BCEWithLogitsLoss: mean of softplus(x) - x y, for targets of 0 and 1.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html
 */
import { scalar } from '../../ops/backward';
import { sizeOf } from '../../tensor/shape';
import { call, evaluate, minus, number, sum } from '../../tensor/expression';
import { countAgreed } from './agreed';
import type { Loss } from './define';
import { meanOf, meanTerm } from './mean';

export const bceWithLogitsLoss: Loss = {
  kind: 'BCEWithLogitsLoss',
  target: 'number',
  summary: 'For yes or no: scores in, 0 or 1 as the right answer.',
  check: () => undefined,
  refuse: (targets) => targets.find((target) => !(target >= 0 && target <= 1)),
  emit({ builder, output, shape, target }) {
    const surprise = builder.op('Sub', [
      builder.op('Softplus', [output]),
      builder.op('Mul', [output, target]),
    ]);
    const surplus = builder.op('Sub', [builder.op('Sigmoid', [output]), target]);
    return {
      loss: meanOf(builder, surprise, shape),
      // dx = (sigmoid(x) - y) / N
      gradient: builder.op('Mul', [surplus, scalar(builder, 1 / sizeOf(shape))]),
      correct: countAgreed(builder, output, target, shape, 0),
    };
  },
  probabilities: (builder, output) => builder.op('Sigmoid', [output]),
  explain: ({ scores, answer }) =>
    meanTerm(
      scores.map((x) => {
        // log(1 + exp(x)); beyond this exp leaves the range of numbers.
        const isLarge = evaluate(x) > 80;
        const grown = call('exp', isLarge ? minus(x) : x);
        const soft = call('log', sum([number(1), grown]));
        return sum([...(isLarge ? [x] : []), soft, minus(x, answer)]);
      }),
    ),
  backward: 'The gradient is the probability, less the right answer: it pulls until the two are equal.',
};
