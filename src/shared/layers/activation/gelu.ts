/**
 * GELU: y = x Φ(x), the normal distribution's share below x, by the error function.
 * Sources: Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016; https://pytorch.org/docs/stable/generated/torch.nn.GELU.html
 */
import { scalar } from '../../ops/backward';
import { call, number, product, quotient, sum } from '../../tensor/expression';
import { defineLayer } from '../define';

export const gelu = defineLayer({
  kind: 'GELU',
  group: 'activation',
  summary:
    'A smooth ReLU: large numbers pass unchanged, those far below zero become zero, and it bends in between.',
  formula: 'y = 0.5 x (1 + erf(x / √2))',
  backward:
    'The gradient is multiplied by the slope of the curve: about one for large numbers, about zero for those far below zero.',
  words: ['gaussian error linear unit'],
  attributes: {},
  emit({ builder, inputs: [x = ''] }) {
    const curve = builder.op('Erf', [builder.op('Div', [x, scalar(builder, Math.SQRT2)])]);
    const half = builder.op('Mul', [x, scalar(builder, 0.5)]);
    return builder.op('Mul', [half, builder.op('Add', [curve, scalar(builder, 1)])]);
  },
  explain({ input, index }) {
    const x = input('x', index);
    const curve = call('erf', quotient(x, call('sqrt', number(2))));
    return product(number(0.5), x, sum([number(1), curve]));
  },
  torch: () => ({ module: 'nn.GELU()' }),
  tex: ({ inputs: [x = ''], output }) =>
    `${output} = \\tfrac{1}{2}\\, ${x} \\left(1 + \\operatorname{erf}\\tfrac{${x}}{\\sqrt{2}}\\right)`,
  examples: [{ inputs: [[1, 4]] }, { inputs: [[2, 3, 4]] }],
});
