/** Sum: y = the sum along dim, or of all numbers. Source: https://pytorch.org/docs/stable/generated/torch.sum.html */
import { sumOver } from '../../ops/backward';
import { sum as sumOf } from '../../tensor/expression';
import { defineReduction } from './reduction';

export const sum = defineReduction({
  kind: 'Sum',
  summary:
    'Adds up the numbers along one dimension, or all of them. That dimension is gone then, unless it is kept with a size of 1.',
  formula: 'y = Σ x',
  backward: 'Every number of the sum gets the gradient as it is.',
  words: ['total', 'reduce'],
  function: 'torch.sum',
  tex: '\\sum',
  emit: (builder, x, axes, keepDims) => sumOver(builder, x, axes, keepDims),
  explain: (numbers) => sumOf(numbers),
});
