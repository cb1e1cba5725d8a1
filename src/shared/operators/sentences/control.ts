import type { Family } from '../define';

export const control: Family = {
  name: 'Control flow',
  domain: '',
  sentences: {
    If: 'Runs one of two graphs, as a condition says.',
    Loop: 'Runs a graph again and again, a number of times or while a condition holds.',
    Scan: 'Runs a graph on slice after slice of its inputs, handing a state along.',
  },
};
