/**
 * NLLLoss: mean of -x[y] over the minibatch; it takes logarithms of probabilities.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
 */
import { problem } from '../../messages/problem';
import { sumOver } from '../../ops/backward';
import { evaluate, minus, number, sum } from '../../tensor/expression';
import { formatShape } from '../../tensor/shape';
import { countCorrect, oneHot } from './classes';
import type { Loss } from './define';

export const nllLoss: Loss = {
  kind: 'NLLLoss',
  target: 'class',
  summary: 'Like CrossEntropyLoss, for a network that ends in LogSoftmax.',
  check: (shape) =>
    shape.length === 2
      ? undefined
      : problem('loss-needs-scores', { loss: 'NLLLoss', shape: formatShape(shape) }),
  emit({ builder, output, shape: [rows = 1, classes = 1], target }) {
    // dx = -onehot(y) / B
    const gradient = oneHot(builder, target, classes, -1 / rows);
    return {
      loss: sumOver(builder, builder.op('Mul', [output, gradient]), [0, 1], false),
      gradient,
      correct: countCorrect(builder, output, target),
    };
  },
  probabilities: (builder, output) => builder.op('Exp', [output]),
  explain: ({ scores, answer }) => sum([minus(scores[evaluate(answer)] ?? number(Number.NaN))]),
  backward:
    'Only the right class is scored, so only its number has a gradient: minus one, for it is to rise.',
};
