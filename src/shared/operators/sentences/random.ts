import type { Family } from '../define';

export const random: Family = {
  name: 'Constants and random numbers',
  domain: '',
  sentences: {
    Bernoulli: 'Throws a coin for every number, which is the chance of a one.',
    Constant: 'Holds a fixed tensor that belongs to the model.',
    ConstantOfShape: 'Fills a tensor of a given shape with one value.',
    EyeLike: 'Makes a matrix with ones on a diagonal and zeros elsewhere.',
    Multinomial: 'Draws classes at random, with chances from their log-probabilities.',
    RandomNormal: 'Draws random numbers from a bell curve.',
    RandomNormalLike: 'Draws random numbers from a bell curve, in the shape of another tensor.',
    RandomUniform: 'Draws random numbers, all equally likely, from a range.',
    RandomUniformLike: 'Draws random numbers from a range, in the shape of another tensor.',
    Range: 'Counts from a start up to a limit in equal steps.',
  },
};
