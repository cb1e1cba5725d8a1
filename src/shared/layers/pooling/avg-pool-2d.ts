/** AvgPool2d: the mean of the numbers under each place of a window of an image. Source: https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html */
import { defineAvgPool } from './avg-pool';

export const avgPool2d = defineAvgPool({
  kind: 'AvgPool2d',
  dimensions: 2,
  examples: [
    { inputs: [[1, 2, 4, 4]], attributes: { kernel_size: 2, stride: null, padding: 0 } },
    { inputs: [[2, 1, 5, 6]], attributes: { kernel_size: 3, stride: 2, padding: 1 } },
    { inputs: [[1, 1, 5, 5]], attributes: { kernel_size: 2, stride: 3, padding: 0 } },
    { inputs: [[1, 1, 5, 6]], attributes: { kernel_size: [2, 3], stride: [2, 1], padding: [0, 1] } },
    { inputs: [[1, 1, 6, 5]], attributes: { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true } },
    {
      inputs: [[1, 1, 5, 5]],
      attributes: { kernel_size: 3, stride: 1, padding: 1, count_include_pad: false },
    },
    { inputs: [[1, 1, 4, 4]], attributes: { divisor_override: 1 } },
    {
      inputs: [[1, 1, 6, 5]],
      attributes: { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true, divisor_override: 7 },
    },
  ],
});
