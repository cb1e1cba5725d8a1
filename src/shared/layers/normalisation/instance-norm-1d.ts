/** InstanceNorm1d: instance normalisation of channels with a length. Source: https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm1d.html */
import { checkDimensions } from '../dimensions';
import { defineInstanceNorm } from './instance-norm';

export const instanceNorm1d = defineInstanceNorm({
  kind: 'InstanceNorm1d',
  checkRank: (shape) => checkDimensions(shape, ['batch', 'channels', 'length'], [1, 3, 8]),
  examples: [
    { inputs: [[2, 3, 4]], attributes: { num_features: 3, affine: true } },
    { inputs: [[2, 2, 5]], attributes: { num_features: null, eps: 1e-3, track_running_stats: true } },
  ],
});
