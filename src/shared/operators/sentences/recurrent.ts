import type { Family } from '../define';

export const recurrent: Family = {
  name: 'Recurrent and attention',
  domain: '',
  sentences: {
    Attention: 'Lets every place gather what it needs from all others, weighed by how well they match.',
    GRU: 'Reads a sequence step by step with one state, which two gates renew or keep.',
    LSTM: 'Reads a sequence step by step with a state and a memory, which gates write, keep and read.',
    RNN: 'Reads a sequence step by step, mixing each step with a state of what was before.',
    RotaryEmbedding: 'Turns pairs of features by angles that tell where in the sequence they stand.',
    TensorScatter:
      'Writes new keys or values into a cache of earlier ones, at the place each sequence has reached.',
  },
};
