/**
 * CrossEntropyLoss: mean of -log softmax(z)[y] over the minibatch; it takes scores, not probabilities.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
 */
import { problem } from '../../messages/problem';
import { scalar, sumOver } from '../../ops/backward';
import { call, evaluate, minus, number, product, sum, type Expression } from '../../tensor/expression';
import { formatShape } from '../../tensor/shape';
import { floatTensor } from '../../tensor/tensor';
import type { Loss, LossSettings } from './define';
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
  emit({ builder, output, shape: [rows = 1, classes = 1], target, settings }) {
    const logs = builder.op('LogSoftmax', [output], { axis: { int: 1 } });
    const correct = countCorrect(builder, output, target);
    if (isPlain(settings)) {
      const right = oneHot(builder, target, classes, -1 / rows);
      const shares = builder.op('Mul', [builder.op('Exp', [logs]), scalar(builder, 1 / rows)]);
      return {
        loss: sumOver(builder, builder.op('Mul', [logs, right]), [0, 1], false),
        // dz = (softmax(z) - onehot(y)) / B
        gradient: builder.op('Add', [shares, right]),
        correct,
      };
    }
    const weights = Array.from({ length: classes }, (_, at) => weightOf(settings, at));
    const row = (values: readonly number[]) => builder.constant(floatTensor([1, classes], values));
    const right = builder.op('Mul', [oneHot(builder, target, classes, 1), row(weights)]);
    const { labelSmoothing: share } = settings;
    const whole = sumOver(builder, right, [0, 1], true);
    // T = ((1 - s) onehot(y) w[y] + s w / C) / Σ w[y]
    const wanted = builder.op('Div', [
      builder.op('Add', [
        builder.op('Mul', [right, scalar(builder, 1 - share)]),
        row(weights.map((weight) => (share * weight) / classes)),
      ]),
      whole,
    ]);
    const all = sumOver(builder, wanted, [1], true);
    return {
      loss: builder.op('Neg', [sumOver(builder, builder.op('Mul', [logs, wanted]), [0, 1], false)]),
      // dz = softmax(z) Σ T - T
      gradient: builder.op('Sub', [builder.op('Mul', [builder.op('Exp', [logs]), all]), wanted]),
      correct,
    };
  },
  probabilities: (builder, output) => builder.op('Softmax', [output], { axis: { int: 1 } }),
  explain({ scores, answer, settings }) {
    // L = log Σ exp(z) - z[y]; beyond this exp leaves the range of numbers, and taking the largest off cancels out.
    const largest = Math.max(...scores.map(evaluate));
    const shift = largest > 80 ? largest : 0;
    const exps = scores.map((z) => call('exp', shift === 0 ? z : sum([z, number(-shift)])));
    const log = call('log', sum(exps));
    const surprise = (z: Expression) => sum([log, ...(shift === 0 ? [] : [number(shift)]), minus(z)]);
    const right = evaluate(answer);
    const plain = surprise(scores[right] ?? number(Number.NaN));
    const { labelSmoothing: share } = settings;
    // Of one row the weight of its class cancels out, but for what smoothing gives the others.
    if (share === 0) return plain;
    const whole = weightOf(settings, right) * scores.length;
    const others = scores.map((z, at) =>
      product(number((share * weightOf(settings, at)) / whole), surprise(z)),
    );
    return sum([product(number(1 - share), plain), ...others]);
  },
  torch({ classes, settings }) {
    if (isPlain(settings)) return { code: 'nn.CrossEntropyLoss()' };
    const { classWeights, labelSmoothing } = settings;
    const weights = Array.from({ length: classes }, (_, at) => weightOf(settings, at));
    const named = [
      ...(classWeights.length > 0 ? [`weight=torch.tensor([${weights.join(', ')}], device=device)`] : []),
      ...(labelSmoothing > 0 ? [`label_smoothing=${labelSmoothing}`] : []),
    ];
    return { code: `nn.CrossEntropyLoss(${named.join(', ')})` };
  },
  takesSettings: true,
  backward:
    'Each score’s gradient is its probability (its share of the exponentials), less 1 for the right class: wrong classes are to fall, the right one to rise.',
};

function isPlain({ labelSmoothing, classWeights }: LossSettings): boolean {
  return labelSmoothing === 0 && classWeights.every((weight) => weight === 1);
}

/** Classes that are not named count once. */
function weightOf({ classWeights }: LossSettings, at: number): number {
  return classWeights[at] ?? 1;
}
