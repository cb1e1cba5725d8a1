/** AdaptiveAvgPool2d: the mean of each of as many windows as are wanted. Source: https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html */
import { defineAdaptiveAvgPool } from './adaptive-pool';

export const adaptiveAvgPool2d = defineAdaptiveAvgPool({
  kind: 'AdaptiveAvgPool2d',
  dimensions: 2,
  examples: [
    { inputs: [[1, 3, 4, 4]] },
    { inputs: [[2, 1, 4, 6]], attributes: { output_size: [2, 3] } },
    { inputs: [[1, 2, 5, 7]], attributes: { output_size: [3, 2] } },
    { inputs: [[1, 1, 2, 5]], attributes: { output_size: 3 } },
  ],
});
