/** BatchNorm1d: batch normalisation of rows of features, or of channels with a length. Source: https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html */
import { problem } from '../../messages/problem';
import { formatShape } from '../../tensor/shape';
import { defineBatchNorm } from './batch-norm';

export const batchNorm1d = defineBatchNorm({
  kind: 'BatchNorm1d',
  words: ['normalise features'],
  checkRank(shape) {
    if (shape.length === 2 || shape.length === 3) return undefined;
    const repairs = shape.length > 3 ? [{ kind: 'insert-layer', layer: 'Flatten', port: 'x' } as const] : [];
    return problem('needs-rows', { shape: formatShape(shape) }, ...repairs);
  },
  examples: [
    { inputs: [[4, 3]], attributes: { num_features: 3, eps: 1e-5, momentum: 0.1, affine: true } },
    { inputs: [[2, 3, 4]], attributes: { num_features: null, eps: 1e-3, momentum: 0.1, affine: false } },
  ],
});
