/** Softplus: y = log(1 + exp(beta x)) / beta, or x where beta x is above the threshold. Source: https://pytorch.org/docs/stable/generated/torch.nn.Softplus.html */
import { scalar } from '../../ops/backward';
import {
  call,
  evaluate,
  minus,
  number,
  product,
  quotient,
  sum,
  type Expression,
} from '../../tensor/expression';
import { real } from '../attributes';
import { defineElementwise } from '../elementwise';
import { texNumber, texTimes } from '../tex';

export const softplus = defineElementwise({
  kind: 'Softplus',
  group: 'activation',
  summary: 'A ReLU with its corner rounded off. Every number comes out above zero, and large ones unchanged.',
  formula: 'y = log(1 + exp(beta x)) / beta',
  backward: 'The gradient is multiplied by the Sigmoid of beta times the number.',
  words: ['smooth rectifier'],
  attributes: {
    beta: real({ initial: 1, min: 0.01, max: 1000, help: 'How sharp the bend is.' }),
    threshold: real({
      initial: 20,
      min: -1000,
      max: 1000,
      help: 'Where beta times the number is above it, the number passes unchanged.',
    }),
  },
  emit(builder, x, { beta, threshold }) {
    const times = (value: string) => (beta === 1 ? value : builder.op('Mul', [value, scalar(builder, beta)]));
    const scaled = times(x);
    const curve = builder.op('Softplus', [scaled]);
    const bent = beta === 1 ? curve : builder.op('Div', [curve, scalar(builder, beta)]);
    return builder.op('Where', [builder.op('Greater', [scaled, scalar(builder, threshold)]), x, bent]);
  },
  read(y) {
    const threshold = y.back(0, 1).value;
    return [{ threshold, beta: y.back(2, 1).value }, { threshold }];
  },
  explain(x, { beta, threshold }) {
    if (Math.fround(beta) * evaluate(x) > threshold) return x;
    if (beta === 1) return softplusOf(x);
    return quotient(softplusOf(product(number(beta), x)), number(beta));
  },
  tex: (x, { beta }) =>
    beta === 1 ? `\\log(1 + e^{${x}})` : `\\frac{\\log(1 + e^{${texTimes(beta)}${x}})}{${texNumber(beta)}}`,
  also: [
    { beta: 2, threshold: 1 },
    { beta: 0.5, threshold: 20 },
  ],
});

/** log(1 + exp(x)); for large numbers as x + log(1 + exp(-x)), whose exponential stays in range. */
export function softplusOf(x: Expression): Expression {
  const curve = (of: Expression) => call('log', sum([number(1), call('exp', of)]));
  return evaluate(x) > 30 ? sum([x, curve(minus(x))]) : curve(x);
}
