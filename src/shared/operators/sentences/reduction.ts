import type { Family } from '../define';

export const reduction: Family = {
  name: 'Reduction',
  domain: '',
  sentences: {
    ArgMax: 'Tells where the largest number along an axis stands.',
    ArgMin: 'Tells where the smallest number along an axis stands.',
    CumProd: 'Multiplies along an axis and writes down the product so far at every step.',
    CumSum: 'Adds along an axis and writes down the sum so far at every step.',
    ReduceL1: 'Adds up the sizes of the numbers along axes, whatever their signs.',
    ReduceL2: 'Gives the length of the numbers along axes, taken as a vector.',
    ReduceLogSum: 'Adds the numbers along axes and takes the logarithm of the sum.',
    ReduceLogSumExp: 'Adds the exponentials of the numbers along axes and takes the logarithm of that.',
    ReduceMax: 'Keeps the largest number along axes.',
    ReduceMean: 'Averages the numbers along axes.',
    ReduceMin: 'Keeps the smallest number along axes.',
    ReduceProd: 'Multiplies all numbers along axes.',
    ReduceSum: 'Adds up all numbers along axes.',
    ReduceSumSquare: 'Adds up the squares of the numbers along axes.',
    TopK: 'Keeps the k largest (or smallest) numbers along an axis, with their places.',
  },
};
