/** Dropout: y = x while predicting; only training drops. Source: https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html */
import { defineDropout } from './define-dropout';

export const dropout = defineDropout({
  kind: 'Dropout',
  summary:
    'While training it silences each number with probability p. In a forward pass like this one every number passes unchanged.',
  words: [],
  help: 'Share of the numbers silenced while training.',
  check: () => undefined,
  mask: (shape) => shape,
  examples: [{ inputs: [[1, 4]], attributes: { p: 0.5 } }],
});
