/**
 * GELU: y = x Φ(x), the normal distribution's share below x, by the error function or close to it by tanh.
 * Sources: Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016; https://pytorch.org/docs/stable/generated/torch.nn.GELU.html
 */
import { scalar } from '../../ops/backward';
import { call, number, product, quotient, sum, type Expression } from '../../tensor/expression';
import { choice } from '../attributes';
import { defineElementwise } from '../elementwise';

export const gelu = defineElementwise({
  kind: 'GELU',
  group: 'activation',
  summary:
    'A smooth ReLU: large numbers pass unchanged, those far below zero become zero, and it bends in between. Transformers use it between their Linear layers.',
  formula: 'y = 0.5 x (1 + erf(x / √2))',
  backward:
    'The gradient is multiplied by the slope of the curve: about one for large numbers, about zero for those far below zero.',
  words: ['gaussian error linear unit'],
  attributes: {
    approximate: choice({
      initial: 'none',
      options: ['none', 'tanh'],
      help: 'Whether the error function is exact, or close to it by a tanh.',
    }),
  },
  emit(builder, x, { approximate }) {
    const times = (value: string, factor: number) => builder.op('Mul', [value, scalar(builder, factor)]);
    const half = times(x, 0.5);
    const bent = (curve: string) => builder.op('Mul', [half, builder.op('Add', [curve, scalar(builder, 1)])]);
    if (approximate === 'none')
      return bent(builder.op('Erf', [builder.op('Div', [x, scalar(builder, Math.SQRT2)])]));
    const cube = builder.op('Mul', [builder.op('Mul', [x, x]), x]);
    const inner = builder.op('Add', [x, times(cube, 0.044715)]);
    return bent(builder.op('Tanh', [times(inner, Math.sqrt(2 / Math.PI))]));
  },
  read: (y) => [{ approximate: y.back(1, 0).type === 'Tanh' ? 'tanh' : 'none' }],
  explain(x, { approximate }) {
    const bent = (curve: Expression) => product(number(0.5), x, sum([number(1), curve]));
    if (approximate === 'none') return bent(call('erf', quotient(x, call('sqrt', number(2)))));
    const inner = sum([x, product(number(0.044715), x, x, x)]);
    return bent(call('tanh', product(number(Math.sqrt(2 / Math.PI)), inner)));
  },
  tex: (x, { approximate }) =>
    approximate === 'none'
      ? `\\tfrac{1}{2}\\, ${x} \\left(1 + \\operatorname{erf}\\tfrac{${x}}{\\sqrt{2}}\\right)`
      : `\\tfrac{1}{2}\\, ${x} \\left(1 + \\tanh\\left(\\sqrt{2/\\pi}\\,(${x} + 0.044715\\, {${x}}^3)\\right)\\right)`,
  also: [{ approximate: 'none' }, { approximate: 'tanh' }],
});
