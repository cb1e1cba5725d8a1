import type { Family } from '../define';

export const pooling: Family = {
  name: 'Pooling',
  domain: '',
  sentences: {
    AveragePool: 'Slides a window over the input and keeps the average of what it covers.',
    GlobalAveragePool: 'Averages each channel over all its places.',
    GlobalLpPool: 'Measures each channel over all its places by a p-norm.',
    GlobalMaxPool: 'Keeps the largest number of each channel.',
    LpPool: 'Slides a window over the input and measures what it covers by a p-norm.',
    MaxPool: 'Slides a window over the input and keeps the largest number it covers.',
    MaxUnpool: 'Puts pooled numbers back where they came from and fills the rest with zeros.',
  },
};
