/**
 * CrossEntropyLoss: mean of -log softmax(z)[y] over the minibatch; it takes scores, not probabilities.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
 */
import { problem } from '../../messages/problem';
import { scalar, sumOver } from '../../ops/backward';
import { formatShape } from '../../tensor/shape';
import type { Loss } from './define';
import { countCorrect, oneHot } from './classes';

export const crossEntropyLoss: Loss = {
  kind: 'CrossEntropyLoss',
  target: 'class',
  takesScores: true,
  summary: 'How surprised the network is by the right class: small when it gives it a high score.',
  check: (shape) =>
    shape.length === 2
      ? undefined
      : problem('loss-needs-scores', { loss: 'CrossEntropyLoss', shape: formatShape(shape) }),
  emit({ builder, output, shape: [rows = 1, classes = 1], target }) {
    const logs = builder.op('LogSoftmax', [output], { axis: { int: 1 } });
    const right = oneHot(builder, target, classes);
    const size = scalar(builder, rows);
    const sum = sumOver(builder, builder.op('Mul', [logs, right]), [0, 1], false);
    const surplus = builder.op('Sub', [builder.op('Exp', [logs]), right]);
    return {
      loss: builder.op('Neg', [builder.op('Div', [sum, size])]),
      // dz = (softmax(z) - onehot(y)) / B
      gradient: builder.op('Div', [surplus, size]),
      correct: countCorrect(builder, output, target),
    };
  },
  probabilities: (builder, output) => builder.op('Softmax', [output], { axis: { int: 1 } }),
};
