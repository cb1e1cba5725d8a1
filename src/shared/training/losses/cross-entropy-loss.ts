/**
 * CrossEntropyLoss: mean of -log softmax(z)[y] over the minibatch; it takes scores, not probabilities.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
 */
import { problem } from '../../messages/problem';
import { scalar, sumOver } from '../../ops/backward';
import { call, evaluate, minus, number, sum } from '../../tensor/expression';
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
    const right = oneHot(builder, target, classes, -1 / rows);
    const shares = builder.op('Mul', [builder.op('Exp', [logs]), scalar(builder, 1 / rows)]);
    return {
      loss: sumOver(builder, builder.op('Mul', [logs, right]), [0, 1], false),
      // dz = (softmax(z) - onehot(y)) / B
      gradient: builder.op('Add', [shares, right]),
      correct: countCorrect(builder, output, target),
    };
  },
  probabilities: (builder, output) => builder.op('Softmax', [output], { axis: { int: 1 } }),
  explain({ scores, answer }) {
    // L = log Σ exp(z) - z[y]; beyond this exp leaves the range of numbers, and taking the largest off cancels out.
    const largest = Math.max(...scores.map(evaluate));
    const shift = largest > 80 ? largest : 0;
    const exps = scores.map((z) => call('exp', shift === 0 ? z : sum([z, number(-shift)])));
    const right = scores[evaluate(answer)] ?? number(Number.NaN);
    const log = call('log', sum(exps));
    return sum([log, ...(shift === 0 ? [] : [number(shift)]), minus(right)]);
  },
  backward:
    'Each score’s gradient is its probability (its share of the exponentials), less 1 for the right class: wrong classes are to fall, the right one to rise.',
};
