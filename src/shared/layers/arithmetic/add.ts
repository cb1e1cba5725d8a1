/** Add: y = a + b, sizes of 1 stretched. Source: https://pytorch.org/docs/stable/generated/torch.add.html */
import { problem } from '../../messages/problem';
import { sum } from '../../tensor/expression';
import { broadcastIndex, broadcastShapes, formatShape } from '../../tensor/shape';
import { defineLayer } from '../define';

export const add = defineLayer({
  kind: 'Add',
  group: 'arithmetic',
  summary: 'Adds two tensors number by number. A size of 1 is stretched to fit the other.',
  formula: 'y = a + b',
  backward:
    'Both inputs get the gradient as it is; a number that was stretched collects from all its copies.',
  words: ['plus', 'sum', 'residual', 'skip connection'],
  attributes: {},
  inputs: () => ['a', 'b'],
  check([a = [], b = []]) {
    if (broadcastShapes(a, b)) return undefined;
    return problem('shapes-do-not-broadcast', { a: formatShape(a), b: formatShape(b) });
  },
  emit: ({ builder, inputs }) => builder.op('Add', inputs),
  explain: ({ input, shapeOf, index }) =>
    sum(['a', 'b'].map((port) => input(port, broadcastIndex(shapeOf(port), index)))),
  torch: ({ inputs }) => ({ expression: inputs.join(' + ') }),
  tex: ({ inputs, output }) => `${output} = ${inputs.join(' + ')}`,
  examples: [
    {
      inputs: [
        [1, 4],
        [1, 4],
      ],
    },
    {
      inputs: [
        [2, 3, 4],
        [3, 1],
      ],
    },
  ],
});
