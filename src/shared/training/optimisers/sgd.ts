/** SGD with momentum, Nesterov and weight decay. Source: https://pytorch.org/docs/stable/generated/torch.optim.SGD.html */
import { arithmetic, withDecay } from './arithmetic';
import { minus, number, product, sum } from '../../tensor/expression';
import type { Optimiser } from './define';

export const sgd: Optimiser = {
  kind: 'SGD',
  summary: 'A step against the gradient, as long as the rate says.',
  formula: 'w - rate · gradient = new w',
  usualRate: 0.01,
  stateCount: ({ momentum }) => (momentum > 0 ? 1 : 0),
  emit({ builder, parameter, gradient, rate, state: [before], settings }) {
    const { add, subtract, multiply, number } = arithmetic(builder);
    const { momentum, nesterov, weightDecay } = settings;
    // g = dw + decay · w
    const g = weightDecay > 0 ? add(gradient, multiply(number(weightDecay), parameter)) : gradient;
    if (before === undefined) return { parameter: subtract(parameter, multiply(rate, g)), state: [] };
    // v = momentum · v + g;  w = w - rate · (nesterov ? g + momentum · v : v)
    const velocity = add(multiply(number(momentum), before), g);
    const direction = nesterov ? add(g, multiply(number(momentum), velocity)) : velocity;
    return { parameter: subtract(parameter, multiply(rate, direction)), state: [velocity] };
  },
  explain({ weight, gradient, rate, state: [before], settings }) {
    const { momentum, nesterov } = settings;
    const g = withDecay(gradient, weight, settings);
    if (before === undefined) return sum([weight, minus(rate, g)]);
    const velocity = sum([product(number(momentum), before), g]);
    const direction = nesterov ? sum([g, product(number(momentum), velocity)]) : velocity;
    return sum([weight, minus(rate, direction)]);
  },
};
