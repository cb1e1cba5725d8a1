/**
 * SmoothL1Loss: mean of d²/2 where |d| < 1, else |d| - 1/2, with d = x - y and beta = 1, where it is HuberLoss.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.SmoothL1Loss.html
 */
import type { Loss } from './define';
import { huberLoss } from './huber-loss';

export const smoothL1Loss: Loss = {
  ...huberLoss,
  kind: 'SmoothL1Loss',
  summary: 'Squares small distances and takes large ones as they are: an L1Loss with its corner rounded off.',
};
