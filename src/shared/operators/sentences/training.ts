import type { Family } from '../define';

export const losses: Family = {
  name: 'Losses',
  domain: '',
  sentences: {
    NegativeLogLikelihoodLoss: 'Punishes a low log-probability of the right class.',
    SoftmaxCrossEntropyLoss: 'Turns scores into probabilities and punishes a low one of the right class.',
  },
};

export const training: Family = {
  name: 'Training',
  domain: 'ai.onnx.preview.training',
  sentences: {
    Adagrad: 'Moves weights against their gradients, in smaller steps where these have been large.',
    Adam: 'Moves weights by averages of their gradients and of the squares of these.',
    Gradient: 'Computes how much one value changes with others.',
    Momentum: 'Moves weights along a running sum of their gradients, like a ball that rolls.',
  },
};
