/** MaxPool2d: the greatest number under each place of a window of an image. Source: https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html */
import { defineMaxPool } from './max-pool';

export const maxPool2d = defineMaxPool({
  kind: 'MaxPool2d',
  dimensions: 2,
  examples: [
    { inputs: [[1, 2, 4, 4]], attributes: { kernel_size: 2, stride: null, padding: 0 } },
    { inputs: [[2, 1, 5, 6]], attributes: { kernel_size: 3, stride: 2, padding: 1 } },
    { inputs: [[1, 1, 5, 5]], attributes: { kernel_size: 2, stride: 3, padding: 0 } },
    { inputs: [[1, 1, 5, 6]], attributes: { kernel_size: [2, 3], stride: [2, 1], padding: [0, 1] } },
    { inputs: [[1, 1, 6, 5]], attributes: { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true } },
    { inputs: [[1, 1, 6, 6]], attributes: { kernel_size: [2, 3], stride: 1, dilation: 2 } },
    {
      inputs: [[2, 2, 5, 4]],
      attributes: { kernel_size: [2, 4], stride: 3, padding: [1, 2], ceil_mode: true, return_indices: true },
    },
  ],
});
