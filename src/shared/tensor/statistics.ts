/** What can be said of many numbers in a few. */
import { numbersOf, type Tensor } from './tensor';

export interface Statistics {
  /** Over the finite values; NaN when there is none. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Population standard deviation. */
  readonly std: number;
  /** How many values are NaN or infinite, and how many of them NaN. */
  readonly notFinite: number;
  readonly nan: number;
}

/** One pass over the finite values; text tensors count as not finite. */
export function measure(tensor: Tensor): Statistics {
  return measureNumbers(numbersOf(tensor));
}

function measureNumbers(values: Float32Array | Float64Array): Statistics {
  let min = Infinity;
  let max = -Infinity;
  let finite = 0;
  let nan = 0;
  // Squares of distances from a value in the midst keep their digits where squares of values would lose them.
  const anchor = values.find(Number.isFinite) ?? 0;
  let sum = 0;
  let squares = 0;
  for (let at = 0; at < values.length; at++) {
    const value = Number(values[at]);
    if (!Number.isFinite(value)) {
      if (Number.isNaN(value)) nan++;
      continue;
    }
    const distance = value - anchor;
    finite++;
    sum += distance;
    squares += distance * distance;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (finite === 0) {
    const none = Number.NaN;
    return { min: none, max: none, mean: none, std: none, notFinite: values.length, nan };
  }
  const offset = sum / finite;
  const variance = Math.max(0, squares / finite - offset * offset);
  const notFinite = values.length - finite;
  return { min, max, mean: anchor + offset, std: Math.sqrt(variance), notFinite, nan };
}

/** Counts of the finite values in equal bins from min to max. */
export function countInBins(values: ArrayLike<number>, { min, max }: Statistics, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  // Halves, because the whole range may be more than a double holds.
  const range = max / 2 - min / 2;
  for (let at = 0; at < values.length; at++) {
    const value = Number(values[at]);
    if (!Number.isFinite(value)) continue;
    const share = range > 0 ? (value / 2 - min / 2) / range : 0;
    const bin = Math.min(bins - 1, Math.floor(share * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
