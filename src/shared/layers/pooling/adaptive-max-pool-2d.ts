/** AdaptiveMaxPool2d: the greatest number of each of as many windows as are wanted. Source: https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool2d.html */
import { defineAdaptiveMaxPool } from './adaptive-pool';

export const adaptiveMaxPool2d = defineAdaptiveMaxPool({
  kind: 'AdaptiveMaxPool2d',
  dimensions: 2,
  examples: [
    { inputs: [[1, 3, 4, 4]] },
    { inputs: [[2, 1, 4, 6]], attributes: { output_size: [2, 3] } },
    { inputs: [[1, 2, 5, 7]], attributes: { output_size: [3, 2] } },
    { inputs: [[1, 1, 2, 5]], attributes: { output_size: 3 } },
    { inputs: [[2, 2, 4, 5]], attributes: { output_size: [2, 3], return_indices: true } },
  ],
});
