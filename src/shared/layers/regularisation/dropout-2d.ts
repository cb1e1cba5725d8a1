/** Dropout2d: y = x while predicting; only training drops, whole channels at a time. Source: https://pytorch.org/docs/stable/generated/torch.nn.Dropout2d.html */
import { defineDropout } from './define-dropout';
import { checkImage } from '../window';

export const dropout2d = defineDropout({
  kind: 'Dropout2d',
  summary:
    'While training it silences each channel of an image as a whole with probability p. In a forward pass like this one every number passes unchanged.',
  words: ['spatial dropout', 'channels'],
  help: 'Share of the channels silenced while training.',
  check: ([x = []]) => checkImage(x),
  mask: ([batch = 1, channels = 1]) => [batch, channels, 1, 1],
  examples: [{ inputs: [[2, 3, 2, 2]], attributes: { p: 0.5 } }],
});
