import type { Family } from '../define';

export const normalisation: Family = {
  name: 'Normalisation',
  domain: '',
  sentences: {
    BatchNormalization: 'Brings each channel to a learned scale by the mean and variance of many examples.',
    GroupNormalization: 'Brings groups of channels of each example to mean 0 and variance 1, then rescales.',
    InstanceNormalization: 'Brings each channel of each example to mean 0 and variance 1, then rescales.',
    LayerNormalization: 'Brings the features of each example to mean 0 and variance 1, then rescales.',
    LpNormalization: 'Divides the numbers along an axis by their length.',
    LRN: 'Damps each number where the channels beside it are strong at the same place.',
    MeanVarianceNormalization: 'Brings the numbers along axes to mean 0 and variance 1.',
    RMSNormalization: 'Divides the features of each example by their root mean square, then rescales.',
    SimplifiedLayerNormalization:
      'Divides each example by its root mean square, as RMSNormalization does, then rescales.',
  },
};
