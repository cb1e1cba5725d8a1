/** AdaptiveMaxPool3d: the greatest number of each of as many windows as are wanted. Source: https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool3d.html */
import { defineAdaptiveMaxPool } from './adaptive-pool';

export const adaptiveMaxPool3d = defineAdaptiveMaxPool({
  kind: 'AdaptiveMaxPool3d',
  dimensions: 3,
  examples: [
    { inputs: [[1, 2, 2, 3, 4]] },
    { inputs: [[2, 1, 2, 4, 4]], attributes: { output_size: [1, 2, 2] } },
    { inputs: [[1, 1, 3, 5, 2]], attributes: { output_size: [2, 3, 1] } },
    { inputs: [[1, 2, 2, 3, 4]], attributes: { output_size: [1, 2, 3], return_indices: true } },
  ],
});
