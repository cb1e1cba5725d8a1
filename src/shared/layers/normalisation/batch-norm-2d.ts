/** BatchNorm2d: batch normalisation of the channels of images. Source: https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html */
import { defineBatchNorm } from './batch-norm';
import { checkImage } from '../window';

export const batchNorm2d = defineBatchNorm({
  kind: 'BatchNorm2d',
  words: ['normalise channels'],
  checkRank: checkImage,
  examples: [
    { inputs: [[2, 3, 2, 2]], attributes: { num_features: 3, eps: 1e-5, momentum: 0.1, affine: true } },
    { inputs: [[1, 2, 3, 3]], attributes: { num_features: null, eps: 1e-3, momentum: 0.5, affine: false } },
  ],
});
