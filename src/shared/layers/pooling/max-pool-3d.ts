/** MaxPool3d: the greatest number under each place of a window of a volume. Source: https://pytorch.org/docs/stable/generated/torch.nn.MaxPool3d.html */
import { defineMaxPool } from './max-pool';

export const maxPool3d = defineMaxPool({
  kind: 'MaxPool3d',
  dimensions: 3,
  examples: [
    { inputs: [[1, 1, 2, 4, 4]] },
    { inputs: [[1, 2, 3, 3, 4]], attributes: { kernel_size: [1, 2, 3], stride: 1, padding: [0, 1, 1] } },
    { inputs: [[1, 1, 3, 5, 4]], attributes: { stride: 3, kernel_size: 2, ceil_mode: true } },
    { inputs: [[1, 1, 3, 3, 3]], attributes: { kernel_size: 2, stride: 1, dilation: [1, 2, 1] } },
    { inputs: [[1, 2, 2, 4, 4]], attributes: { kernel_size: 2, return_indices: true } },
  ],
});
