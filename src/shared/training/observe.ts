/** What a run shows at each epoch: where it starts, how fast it falls, where it levels off or runs away. */
import type { EpochResult } from '../contract/engine';
import { describeObservation } from '../messages/observations';

/** `classes` is how many there are to guess between; 0 when numbers are predicted. */
export function observe(results: readonly EpochResult[], at: number, classes: number): string {
  const now = results[at];
  const before = results[at - 1];
  if (!now) return '';
  if (!before) return describeObservation(startOf(now.loss, classes), {});
  const change = (before.loss - now.loss) / before.loss;
  const percent = Math.round(Math.abs(change) * 100);
  const start = results[0]?.loss ?? now.loss;
  if (now.loss > 10 * Math.min(start, before.loss)) return describeObservation('diverges', {});
  if (change < -0.005) return describeObservation('rises', { percent: Math.max(1, percent) });
  if (change < 0.005) return describeObservation('levels-off', {});
  const aside = now.validation?.loss;
  const lowestAside = Math.min(
    ...results.slice(Math.max(0, at - patience), at).map((result) => result.validation?.loss ?? Infinity),
  );
  if (aside !== undefined && aside > 1.02 * lowestAside) return describeObservation('overfits', {});
  const right = Math.round((now.accuracy ?? 0) * 100);
  if (right >= 85) return describeObservation('good-fit', { percent: Math.max(1, percent), right });
  if (change >= 0.15) return describeObservation('falls-fast', { percent });
  return describeObservation(change >= 0.03 ? 'falls' : 'falls-slowly', { percent: Math.max(1, percent) });
}

/** Epochs the rows kept aside are compared with. */
const patience = 5;

/** Guessing evenly among classes has a cross-entropy of their number's logarithm. */
function startOf(loss: number, classes: number) {
  if (classes < 2) return 'starts';
  const guess = Math.log(classes);
  if (loss > 1.1 * guess) return 'starts-worse-than-guessing';
  return loss < 0.9 * guess ? 'starts-better-than-guessing' : 'starts-near-guessing';
}
