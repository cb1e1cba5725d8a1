/** The learning rate of each epoch. */
import type { TrainingSettings } from '../document/training-settings';

/**
 * One rate an epoch, counted from the first.
 * `step` is StepLR with a tenth after each third of the run, `cosine` CosineAnnealingLR down to zero, `warm-up`
 * LinearLR from a tenth over the first fifth. Source: https://pytorch.org/docs/stable/optim.html
 */
export function ratesOf({
  schedule,
  rate,
  epochs,
}: Pick<TrainingSettings, 'schedule' | 'rate' | 'epochs'>): number[] {
  return Array.from({ length: epochs }, (_, epoch) => rate * shareOf(schedule, epoch, epochs));
}

function shareOf(schedule: TrainingSettings['schedule'], epoch: number, epochs: number): number {
  switch (schedule) {
    case 'constant':
      return 1;
    case 'step':
      return 0.1 ** Math.floor(epoch / Math.ceil(epochs / 3));
    case 'cosine':
      return (1 + Math.cos((Math.PI * epoch) / epochs)) / 2;
    case 'warm-up': {
      const length = Math.ceil(epochs / 5);
      return epoch >= length ? 1 : 0.1 + (0.9 * epoch) / length;
    }
  }
}
