/** AvgPool1d: the mean of the numbers under each place of a window along a sequence. Source: https://pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html */
import { defineAvgPool } from './avg-pool';

export const avgPool1d = defineAvgPool({
  kind: 'AvgPool1d',
  dimensions: 1,
  examples: [
    { inputs: [[1, 2, 6]] },
    { inputs: [[2, 1, 7]], attributes: { kernel_size: 3, stride: 2, padding: 1 } },
    { inputs: [[1, 1, 6]], attributes: { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true } },
    {
      inputs: [[1, 1, 6]],
      attributes: { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true, count_include_pad: false },
    },
  ],
});
