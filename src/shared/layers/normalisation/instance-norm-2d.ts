/** InstanceNorm2d: instance normalisation of the channels of images. Source: https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html */
import { checkImage } from '../window';
import { defineInstanceNorm } from './instance-norm';

export const instanceNorm2d = defineInstanceNorm({
  kind: 'InstanceNorm2d',
  checkRank: checkImage,
  examples: [
    { inputs: [[2, 3, 2, 2]], attributes: { num_features: null } },
    { inputs: [[1, 2, 3, 2]], attributes: { num_features: 2, affine: true, track_running_stats: true } },
  ],
});
