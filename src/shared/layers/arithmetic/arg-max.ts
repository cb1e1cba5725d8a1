/** ArgMax: y = where the greatest number along dim is, or of all in one row. Source: https://pytorch.org/docs/stable/generated/torch.argmax.html */
import { reshapeTo } from '../../ops/backward';
import { callOfAll } from '../../tensor/expression';
import { defineReduction } from './reduction';

/** ONNX's number of the element type. Source: https://onnx.ai/onnx/repo-docs/IR.html */
const float = 1;

export const argMax = defineReduction({
  kind: 'ArgMax',
  summary:
    'Says where the greatest number is, counted from 0: along one dimension, or of all numbers in one row. Of scores it is the class that wins.',
  formula: 'y = argmax x',
  backward: 'No gradient passes: where the greatest number is changes in jumps.',
  words: ['index of maximum', 'predicted class', 'winner'],
  function: 'torch.argmax',
  tex: '\\operatorname{argmax}',
  emit(builder, x, axes, keepDims, count) {
    const [axis = 0] = axes;
    const isOne = axes.length === 1;
    const given = isOne ? x : reshapeTo(builder, x, [count]);
    const place = builder.op('ArgMax', [given], {
      axis: { int: isOne ? axis : 0 },
      keepdims: { int: Number(keepDims) },
    });
    return builder.op('Cast', [place], { to: { int: float } });
  },
  explain: (numbers) => callOfAll('argmax', numbers),
});
