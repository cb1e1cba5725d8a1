/** Power: y = x to a power. Source: https://pytorch.org/docs/stable/generated/torch.pow.html */
import { scalar } from '../../ops/backward';
import { call, number, product } from '../../tensor/expression';
import { real } from '../attributes';
import { defineElementwise } from '../elementwise';
import { texNumber } from '../tex';

export const power = defineElementwise({
  kind: 'Power',
  group: 'arithmetic',
  summary:
    'Raises each number to a power. An exponent of 2 squares it, 0.5 takes its square root, -1 turns it upside down.',
  formula: 'y = x ^ exponent',
  backward: 'The gradient is multiplied by the exponent and by the number to one power less.',
  words: ['pow', 'square', 'cube', 'exponent'],
  attributes: {
    exponent: real({ initial: 2, min: -100, max: 100, help: 'The power each number is raised to.' }),
  },
  function: 'torch.pow',
  required: ['exponent'],
  isPositive: true,
  // As PyTorch has it: the power of minus infinity would be infinity, its root is none.
  emit: (builder, x, { exponent }) =>
    exponent === 0.5 ? builder.op('Sqrt', [x]) : builder.op('Pow', [x, scalar(builder, exponent)]),
  read: (y) => [{ exponent: y.type === 'Sqrt' ? 0.5 : y.back(1).value }],
  explain(x, { exponent }) {
    if (exponent === 0.5) return call('sqrt', x);
    return exponent === 2 ? product(x, x) : call('pow', x, number(Math.fround(exponent)));
  },
  tex: (x, { exponent }) => `{${x}}^{${texNumber(exponent)}}`,
  also: [{ exponent: 3 }, { exponent: -1 }],
});
