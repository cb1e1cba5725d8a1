/** Multiply: y = a b, number by number, sizes of 1 stretched. Source: https://pytorch.org/docs/stable/generated/torch.mul.html */
import { product } from '../../tensor/expression';
import { definePairwise } from './pairwise';

export const multiply = definePairwise({
  kind: 'Multiply',
  summary: 'Multiplies two tensors number by number. A size of 1 is stretched to fit the other.',
  formula: 'y = a · b',
  backward:
    'Each input gets the gradient times the other input’s number; a number that was stretched collects from all its copies.',
  words: ['times', 'product', 'mul', 'gate', 'hadamard'],
  op: 'Mul',
  explain: (a, b) => product(a, b),
  sign: '*',
  tex: (a, b) => `${a} \\odot ${b}`,
});
