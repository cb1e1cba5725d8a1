/** BatchNorm3d: batch normalisation of the channels of volumes. Source: https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm3d.html */
import { checkDimensions } from '../dimensions';
import { defineBatchNorm } from './batch-norm';

export const batchNorm3d = defineBatchNorm({
  kind: 'BatchNorm3d',
  words: ['normalise channels', 'volume'],
  checkRank: (shape) =>
    checkDimensions(shape, ['batch', 'channels', 'depth', 'height', 'width'], [1, 1, 8, 8, 8]),
  examples: [
    { inputs: [[2, 3, 2, 1, 2]], attributes: { num_features: 3, eps: 1e-5, momentum: 0.1, affine: true } },
    {
      inputs: [[1, 2, 2, 2, 2]],
      attributes: { num_features: null, eps: 1e-3, momentum: 0.5, affine: false },
    },
  ],
});
