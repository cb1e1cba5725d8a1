/** Max: y = the greatest number along dim, or of all. Source: https://pytorch.org/docs/stable/generated/torch.max.html */
import { call, callOfAll, evaluate, number, quotient, sum } from '../../tensor/expression';
import { defineReduction } from './reduction';

export const max = defineReduction({
  kind: 'Max',
  summary:
    'Keeps the greatest of the numbers along one dimension, or of all of them. Along one it also says where they were, and that dimension is gone then, unless it is kept with a size of 1.',
  formula: 'y = max x',
  backward:
    'Only the greatest number gets the gradient: along one dimension the first of equals, of all numbers each equal its share.',
  words: ['maximum', 'greatest', 'amax'],
  function: 'torch.max',
  places: {
    port: 'indices',
    emit: (builder, x, axis, keepDims) =>
      builder.op('ArgMax', [x], { axis: { int: axis }, keepdims: { int: Number(keepDims) } }),
    explain: (numbers) => callOfAll('argmax', numbers),
    tex: '\\operatorname{argmax}',
    source: (value) => (value.type === 'ArgMax' ? value.back(0) : undefined),
  },
  tex: '\\max',
  emit: (builder, x, axes, keepDims) =>
    builder.op('ReduceMax', [x], { axes: { ints: axes }, keepdims: { int: Number(keepDims) } }),
  explain(numbers, isAlongOne) {
    const greatest = call('max', ...numbers);
    const value = evaluate(greatest);
    const equals = numbers.filter((one) => evaluate(one) === value);
    return isAlongOne || equals.length < 2 ? greatest : quotient(sum(equals), number(equals.length));
  },
});
