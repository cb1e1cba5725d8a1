/** AdaptiveMaxPool1d: the greatest number of each of as many windows as are wanted. Source: https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool1d.html */
import { defineAdaptiveMaxPool } from './adaptive-pool';

export const adaptiveMaxPool1d = defineAdaptiveMaxPool({
  kind: 'AdaptiveMaxPool1d',
  dimensions: 1,
  examples: [
    { inputs: [[1, 2, 6]] },
    { inputs: [[2, 1, 6]], attributes: { output_size: 3 } },
    { inputs: [[1, 1, 7]], attributes: { output_size: 3 } },
    { inputs: [[1, 2, 5]], attributes: { output_size: 2, return_indices: true } },
  ],
});
