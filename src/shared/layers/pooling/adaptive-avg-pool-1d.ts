/** AdaptiveAvgPool1d: the mean of each of as many windows as are wanted. Source: https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool1d.html */
import { number, quotient, sum } from '../../tensor/expression';
import { defineAdaptivePool } from './adaptive-pool';

export const adaptiveAvgPool1d = defineAdaptivePool({
  kind: 'AdaptiveAvgPool1d',
  dimensions: 1,
  kept: 'the mean of the numbers',
  backward: 'The gradient of each place is shared out evenly among the numbers of its window.',
  words: ['global average pooling', 'gap', 'average pooling', 'mean pooling'],
  op: 'AveragePool',
  name: 'mean',
  combine: (numbers) => quotient(sum(numbers), number(numbers.length)),
  examples: [
    { inputs: [[1, 2, 6]] },
    { inputs: [[2, 1, 6]], attributes: { output_size: 3 } },
    { inputs: [[1, 1, 7]], attributes: { output_size: 3 } },
    { inputs: [[1, 1, 2]], attributes: { output_size: 3 } },
  ],
});
