import type { Family } from '../define';

export const quantisation: Family = {
  name: 'Quantisation',
  domain: '',
  sentences: {
    ConvInteger: 'Convolves small integers and adds up in 32-bit ones.',
    DequantizeLinear: 'Turns small integers back into real numbers by a scale and a zero point.',
    DynamicQuantizeLinear:
      'Finds a scale that fits the numbers at hand and turns them into 8-bit integers by it.',
    MatMulInteger: 'Multiplies matrices of 8-bit integers and adds up in 32-bit ones.',
    QLinearConv: 'Convolves small integers and scales the result to small integers again.',
    QLinearMatMul: 'Multiplies matrices of small integers and scales the result to small integers again.',
    QuantizeLinear: 'Turns real numbers into small integers by a scale and a zero point.',
  },
};
