import type { Family } from '../define';

export const logic: Family = {
  name: 'Comparison and logic',
  domain: '',
  sentences: {
    And: 'Is true where both inputs are true.',
    Equal: 'Is true where two tensors hold the same value.',
    Greater: 'Is true where the first number is larger than the second.',
    GreaterOrEqual: 'Is true where the first number is at least as large as the second.',
    IsInf: 'Is true where a number is infinite.',
    IsNaN: 'Is true where a value is not a number, as after dividing zero by zero.',
    Less: 'Is true where the first number is smaller than the second.',
    LessOrEqual: 'Is true where the first number is at most as large as the second.',
    Not: 'Makes true false, and false true.',
    Or: 'Is true where at least one of two inputs is true.',
    Where: 'Picks each number from one of two tensors, as a condition says.',
    Xor: 'Is true where exactly one of two inputs is true.',
  },
};
