import type { Family } from '../define';

export const convolution: Family = {
  name: 'Convolution',
  domain: '',
  sentences: {
    Col2Im: 'Lays patches back into the picture they were cut from, adding where they overlap.',
    Conv: 'Slides small kernels over the input and adds up the products at every place.',
    ConvTranspose: 'Spreads every number over its surroundings by a kernel, which makes the result larger.',
    DeformConv: 'Convolves with kernels whose taps are moved by offsets that are computed, too.',
  },
};
