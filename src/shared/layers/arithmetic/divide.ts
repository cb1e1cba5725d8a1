/** Divide: y = a / b, number by number, sizes of 1 stretched. Source: https://pytorch.org/docs/stable/generated/torch.div.html */
import { quotient } from '../../tensor/expression';
import { definePairwise } from './pairwise';

export const divide = definePairwise({
  kind: 'Divide',
  summary: 'Divides the first tensor by the second, number by number. A size of 1 is stretched to fit.',
  formula: 'y = a / b',
  backward:
    'The first input gets the gradient divided by the second’s number; the second gets minus that times the answer.',
  words: ['quotient', 'ratio', 'div'],
  op: 'Div',
  explain: (a, b) => quotient(a, b),
  sign: '/',
  isPositive: true,
  tex: (a, b) => `\\frac{${a}}{${b}}`,
});
