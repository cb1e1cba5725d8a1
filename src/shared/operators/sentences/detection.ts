import type { Family } from '../define';

export const detection: Family = {
  name: 'Object detection',
  domain: '',
  sentences: {
    MaxRoiPool: 'Cuts boxes out of a feature map and max-pools each to the same size.',
    NonMaxSuppression: 'Keeps the best boxes and drops those that overlap a better one too much.',
    RoiAlign: 'Reads boxes out of a feature map at one size, computing numbers in between.',
  },
};
