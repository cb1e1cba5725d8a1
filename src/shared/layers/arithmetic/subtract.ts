/** Subtract: y = a - b, sizes of 1 stretched. Source: https://pytorch.org/docs/stable/generated/torch.sub.html */
import { minus, sum } from '../../tensor/expression';
import { definePairwise } from './pairwise';

export const subtract = definePairwise({
  kind: 'Subtract',
  summary: 'Takes the second tensor away from the first, number by number. A size of 1 is stretched to fit.',
  formula: 'y = a - b',
  backward:
    'The first input gets the gradient as it is, the second gets it with its sign turned; a number that was stretched collects from all its copies.',
  words: ['minus', 'difference', 'sub'],
  op: 'Sub',
  explain: (a, b) => sum([a, minus(b)]),
  sign: '-',
  tex: (a, b) => `${a} - ${b}`,
});
