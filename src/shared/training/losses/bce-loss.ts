/**
 * BCELoss: mean of -(y log x + (1 - y) log(1 - x)), for probabilities and targets of 0 and 1; no logarithm counts as
 * less than -100.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.BCELoss.html
 */
import { scalar } from '../../ops/backward';
import { call, minus, number, product, sum, type Expression } from '../../tensor/expression';
import { sizeOf } from '../../tensor/shape';
import { countAgreed } from './agreed';
import type { Loss } from './define';
import { meanOf, meanTerm } from './mean';

const lowest = -100;
/** Nothing is divided by less. */
const least = 1e-12;

export const bceLoss: Loss = {
  kind: 'BCELoss',
  target: 'number',
  summary:
    'For yes or no: probabilities in, as a network that ends in Sigmoid gives, 0 or 1 as the right answer.',
  check: () => undefined,
  refuse: (targets) => targets.find((target) => !(target >= 0 && target <= 1)),
  emit({ builder, output, shape, target }) {
    const one = scalar(builder, 1);
    const rest = builder.op('Sub', [one, output]);
    const surprise = (probability: string, said: string) =>
      builder.op('Mul', [
        said,
        builder.op('Max', [builder.op('Log', [probability]), scalar(builder, lowest)]),
      ]);
    const right = surprise(output, target);
    const wrong = surprise(rest, builder.op('Sub', [one, target]));
    const spread = builder.op('Max', [builder.op('Mul', [output, rest]), scalar(builder, least)]);
    const slope = builder.op('Div', [builder.op('Sub', [output, target]), spread]);
    return {
      loss: builder.op('Neg', [meanOf(builder, builder.op('Add', [right, wrong]), shape)]),
      // dx = (x - y) / (x (1 - x)) / N
      gradient: builder.op('Mul', [slope, scalar(builder, 1 / sizeOf(shape))]),
      correct: countAgreed(builder, output, target, shape, 0.5),
    };
  },
  explain: ({ scores, answer }) => {
    const log = (of: Expression) => call('max', call('log', of), number(lowest));
    const rest = (of: Expression) => sum([number(1), minus(of)]);
    return meanTerm(
      scores.map((x) => sum([minus(answer, log(x)), minus(product(rest(answer), log(rest(x))))])),
    );
  },
  backward:
    'The gradient is the probability less the right answer, and the larger the surer the network was: it is divided by x (1 - x).',
};
