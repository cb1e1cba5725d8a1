import type { Family } from '../define';

export const indexing: Family = {
  name: 'Indexing and gathering',
  domain: '',
  sentences: {
    Compress: 'Keeps only the slices for which a condition is true.',
    DynamicSlice: 'Cuts a range out of axes, from and to places that are computed.',
    Gather: 'Picks slices along an axis by their indices, as an embedding looks up rows.',
    GatherElements: 'Picks one number for every index, from along an axis.',
    GatherND: 'Picks numbers or slices by lists of indices, one for each of several axes.',
    NonZero: 'Lists the places of all numbers that are not zero.',
    OneHot: 'Turns each index into a row with a one at its place and zeros elsewhere.',
    Scatter: 'Writes numbers at given indices, the older name of ScatterElements.',
    ScatterElements: 'Writes numbers into a copy of a tensor, one for every index along an axis.',
    ScatterND: 'Writes numbers or slices into a copy of a tensor, at lists of indices.',
    Slice: 'Cuts a range out of axes, with a start, an end and a step.',
    Unique: 'Lists every value once, with where it stood and how often.',
  },
};
