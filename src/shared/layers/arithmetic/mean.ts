/** Mean: y = the mean along dim, or of all numbers. Source: https://pytorch.org/docs/stable/generated/torch.mean.html */
import { number, quotient, sum } from '../../tensor/expression';
import { defineReduction } from './reduction';

export const mean = defineReduction({
  kind: 'Mean',
  summary:
    'Takes the mean of the numbers along one dimension, or of all of them. That dimension is gone then, unless it is kept with a size of 1.',
  formula: 'y = Σ x / count',
  backward: 'The gradient is shared out evenly among the numbers of the mean.',
  words: ['average', 'global average'],
  function: 'torch.mean',
  tex: '\\operatorname{mean}',
  emit: (builder, x, axes, keepDims) =>
    builder.op('ReduceMean', [x], { axes: { ints: axes }, keepdims: { int: Number(keepDims) } }),
  explain: (numbers) => quotient(sum(numbers), number(numbers.length)),
});
