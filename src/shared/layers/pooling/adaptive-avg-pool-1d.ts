/** AdaptiveAvgPool1d: the mean of each of as many windows as are wanted. Source: https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool1d.html */
import { defineAdaptiveAvgPool } from './adaptive-pool';

export const adaptiveAvgPool1d = defineAdaptiveAvgPool({
  kind: 'AdaptiveAvgPool1d',
  dimensions: 1,
  examples: [
    { inputs: [[1, 2, 6]] },
    { inputs: [[2, 1, 6]], attributes: { output_size: 3 } },
    { inputs: [[1, 1, 7]], attributes: { output_size: 3 } },
    { inputs: [[1, 1, 2]], attributes: { output_size: 3 } },
  ],
});
