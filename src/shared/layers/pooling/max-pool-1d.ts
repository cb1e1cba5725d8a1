/** MaxPool1d: the greatest number under each place of a window along a sequence. Source: https://pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html */
import { defineMaxPool } from './max-pool';

export const maxPool1d = defineMaxPool({
  kind: 'MaxPool1d',
  dimensions: 1,
  examples: [
    { inputs: [[1, 2, 6]] },
    { inputs: [[2, 1, 7]], attributes: { kernel_size: 3, stride: 2, padding: 1 } },
    { inputs: [[1, 1, 6]], attributes: { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true } },
    { inputs: [[1, 1, 6]], attributes: { kernel_size: 2, dilation: 3, stride: 2, ceil_mode: true } },
    { inputs: [[2, 2, 6]], attributes: { kernel_size: 3, stride: 2, padding: 1, return_indices: true } },
  ],
});
