/** AvgPool3d: the mean of the numbers under each place of a window of a volume. Source: https://pytorch.org/docs/stable/generated/torch.nn.AvgPool3d.html */
import { defineAvgPool } from './avg-pool';

export const avgPool3d = defineAvgPool({
  kind: 'AvgPool3d',
  dimensions: 3,
  examples: [
    { inputs: [[1, 1, 2, 4, 4]] },
    { inputs: [[1, 2, 3, 3, 4]], attributes: { kernel_size: [1, 2, 3], stride: 1, padding: [0, 1, 1] } },
    { inputs: [[1, 1, 3, 5, 4]], attributes: { stride: 3, kernel_size: 2, ceil_mode: true } },
    { inputs: [[1, 1, 2, 3, 3]], attributes: { kernel_size: 2, padding: 1, count_include_pad: false } },
  ],
});
