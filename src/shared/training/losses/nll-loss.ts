/**
 * NLLLoss: mean of -x[y] over the minibatch; it takes logarithms of probabilities.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
 */
import { problem } from '../../messages/problem';
import { scalar, sumOver } from '../../ops/backward';
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
    const right = oneHot(builder, target, classes);
    const size = scalar(builder, -rows);
    return {
      loss: builder.op('Div', [sumOver(builder, builder.op('Mul', [output, right]), [0, 1], false), size]),
      // dx = -onehot(y) / B
      gradient: builder.op('Div', [right, size]),
      correct: countCorrect(builder, output, target),
    };
  },
  probabilities: (builder, output) => builder.op('Exp', [output]),
};
