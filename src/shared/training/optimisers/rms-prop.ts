/** RMSprop, alpha 0.99, eps 1e-8. Source: https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html */
import { call, minus, number, product, quotient, sum } from '../../tensor/expression';
import { arithmetic, withDecay } from './arithmetic';
import type { Optimiser } from './define';

const alpha = 0.99;
const eps = 1e-8;

export const rmsProp: Optimiser = {
  kind: 'RMSprop',
  summary: 'A step divided by the usual size of the gradient.',
  formula: 'w - rate · gradient / (√v + eps) = new w',
  usualRate: 0.01,
  stateCount: ({ momentum }) => (momentum > 0 ? 2 : 1),
  emit({ builder, parameter, gradient, rate, state: [before = '', buffer], settings }) {
    const { add, subtract, multiply, divide, root, number } = arithmetic(builder);
    const { momentum, weightDecay } = settings;
    const g = weightDecay > 0 ? add(gradient, multiply(number(weightDecay), parameter)) : gradient;
    // v = alpha v + (1 - alpha) g²;  d = g / (sqrt(v) + eps)
    const square = add(multiply(number(alpha), before), multiply(number(1 - alpha), multiply(g, g)));
    const direction = divide(g, add(root(square), number(eps)));
    if (buffer === undefined)
      return { parameter: subtract(parameter, multiply(rate, direction)), state: [square] };
    // b = momentum b + d
    const next = add(multiply(number(momentum), buffer), direction);
    return { parameter: subtract(parameter, multiply(rate, next)), state: [square, next] };
  },
  explain({ weight, gradient, rate, state: [before = number(0), buffer], settings }) {
    const g = withDecay(gradient, weight, settings);
    const square = sum([product(number(alpha), before), product(number(1 - alpha), g, g)]);
    const direction = quotient(g, sum([call('sqrt', square), number(eps)]));
    if (buffer === undefined) return sum([weight, minus(rate, direction)]);
    return sum([weight, minus(rate, sum([product(number(settings.momentum), buffer), direction]))]);
  },
};
