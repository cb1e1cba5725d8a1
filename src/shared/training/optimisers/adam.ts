/**
 * Adam and AdamW, betas 0.9 and 0.999, eps 1e-8.
 * Source: https://pytorch.org/docs/stable/generated/torch.optim.Adam.html and AdamW.html
 */
import { call, minus, number, product, quotient, sum, type Expression } from '../../tensor/expression';
import { arithmetic, withDecay } from './arithmetic';
import type { Optimiser, StepContext, StepReadings, StepValues } from './define';

const betas = [0.9, 0.999] as const;
const eps = 1e-8;

/** Remembered are M = m / (1 - b1) and V = v / (1 - b2), which take the fewest ops. */
function step(
  { builder, gradient, rate, step: count, state: [m = '', v = ''] }: StepContext,
  from: string,
): StepValues {
  const { add, subtract, multiply, divide, root, tanh, number } = arithmetic(builder);
  // 1 - bᵗ = 2h / (1 + h) with h = tanh(-t ln b / 2): the difference itself would lose half of float32's digits.
  const correction = (beta: number) => {
    const h = tanh(multiply(count, number(-Math.log(beta) / 2)));
    return divide(add(h, h), add(number(1), h));
  };
  // M = b1 M + g;  V = b2 V + g²
  const first = add(multiply(m, number(betas[0])), gradient);
  const second = add(multiply(v, number(betas[1])), multiply(gradient, gradient));
  // w = w - rate · s (1 - b1) / (1 - b1ᵗ) · M / (sqrt(V) + s eps) with s = sqrt((1 - b2ᵗ) / (1 - b2))
  const scale = root(divide(correction(betas[1]), number(1 - betas[1])));
  const share = divide(multiply(rate, number(1 - betas[0])), correction(betas[0]));
  const size = add(root(second), multiply(scale, number(eps)));
  const taken = multiply(divide(first, size), multiply(share, scale));
  return { parameter: subtract(from, taken), state: [first, second] };
}

/** What is taken off the weight, the same for both. */
function direction({
  gradient: g,
  step: count,
  state: [m = number(0), v = number(0)],
}: StepReadings): Expression {
  const blend = (beta: number, before: Expression, ...seen: Expression[]) =>
    product(number(1 - beta), sum([product(number(beta), before), product(...seen)]));
  const corrected = (value: Expression, beta: number) => quotient(value, number(1 - beta ** count));
  const first = corrected(blend(betas[0], m, g), betas[0]);
  const second = corrected(blend(betas[1], v, g, g), betas[1]);
  return quotient(first, sum([call('sqrt', second), number(eps)]));
}

export const adam: Optimiser = {
  kind: 'Adam',
  summary: 'A step for each weight of its own, sized by how its gradient has been.',
  formula: 'w - rate · m / (√v + eps) = new w',
  usualRate: 0.001,
  stateCount: () => 2,
  emit(context) {
    const { add, multiply, number } = arithmetic(context.builder);
    const { weightDecay } = context.settings;
    const decay = weightDecay > 0 ? multiply(number(weightDecay), context.parameter) : undefined;
    const gradient = decay === undefined ? context.gradient : add(context.gradient, decay);
    return step({ ...context, gradient }, context.parameter);
  },
  explain(readings) {
    const gradient = withDecay(readings.gradient, readings.weight, readings.settings);
    return sum([readings.weight, minus(readings.rate, direction({ ...readings, gradient }))]);
  },
};

export const adamW: Optimiser = {
  kind: 'AdamW',
  summary: 'Adam whose weight decay does not go through the gradient.',
  formula: 'w · (1 - rate · weight decay) - rate · m / (√v + eps) = new w',
  usualRate: 0.001,
  stateCount: () => 2,
  emit(context) {
    const { subtract, multiply, number } = arithmetic(context.builder);
    // w = w (1 - rate · decay) before the step
    const kept = subtract(number(1), multiply(context.rate, number(context.settings.weightDecay)));
    return step(context, multiply(context.parameter, kept));
  },
  explain(readings) {
    const { weight, rate, settings } = readings;
    const kept = sum([number(1), minus(rate, number(settings.weightDecay))]);
    const from = settings.weightDecay > 0 ? product(weight, kept) : weight;
    return sum([from, minus(rate, direction(readings))]);
  },
};
