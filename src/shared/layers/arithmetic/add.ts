/** Add: y = a + b, sizes of 1 stretched. Source: https://pytorch.org/docs/stable/generated/torch.add.html */
import { sum } from '../../tensor/expression';
import { definePairwise } from './pairwise';

export const add = definePairwise({
  kind: 'Add',
  summary: 'Adds two tensors number by number. A size of 1 is stretched to fit the other.',
  formula: 'y = a + b',
  backward:
    'Both inputs get the gradient as it is; a number that was stretched collects from all its copies.',
  words: ['plus', 'sum', 'residual', 'skip connection'],
  op: 'Add',
  explain: (a, b) => sum([a, b]),
  sign: '+',
  tex: (a, b) => `${a} + ${b}`,
});
