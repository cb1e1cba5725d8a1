import type { Family } from '../define';

export const signal: Family = {
  name: 'Signals',
  domain: '',
  sentences: {
    BlackmanWindow: 'Makes a smooth bump that fades a signal out very gently at both ends.',
    DFT: 'Takes a signal apart into the frequencies it is made of, or puts it together.',
    HammingWindow: 'Makes a smooth bump that fades a signal out at both ends, though not to zero.',
    HannWindow: 'Makes a smooth bump that fades a signal out to zero at both ends.',
    MelWeightMatrix: 'Makes a matrix that sums frequencies into bands as wide as an ear hears them.',
    STFT: 'Tells which frequencies a signal holds, piece after piece of time.',
  },
};
