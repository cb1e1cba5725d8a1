/** AdaptiveAvgPool3d: the mean of each of as many windows as are wanted. Source: https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool3d.html */
import { defineAdaptiveAvgPool } from './adaptive-pool';

export const adaptiveAvgPool3d = defineAdaptiveAvgPool({
  kind: 'AdaptiveAvgPool3d',
  dimensions: 3,
  examples: [
    { inputs: [[1, 2, 2, 3, 4]] },
    { inputs: [[2, 1, 2, 4, 4]], attributes: { output_size: [1, 2, 2] } },
    { inputs: [[1, 1, 3, 5, 2]], attributes: { output_size: [2, 3, 1] } },
  ],
});
