/** What can be said of many numbers in a few. */
import { sizeOf } from './shape';
import { numberAt, type Tensor } from './tensor';

export interface Statistics {
  /** Over the finite values; NaN when there is none. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Population standard deviation. */
  readonly std: number;
  /** How many values are NaN or infinite. */
  readonly notFinite: number;
  /** Counts of the finite values in equal bins from min to max. */
  readonly histogram: readonly number[];
}

const bins = 20;

/** Two passes over the finite values; text tensors count as not finite. */
export function measure(tensor: Tensor): Statistics {
  const size = sizeOf(tensor.shape);
  const valueAt = readerOf(tensor);
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let finite = 0;
  for (let offset = 0; offset < size; offset++) {
    const value = valueAt(offset);
    if (!Number.isFinite(value)) continue;
    finite++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const histogram = new Array<number>(bins).fill(0);
  if (finite === 0) {
    return {
      min: Number.NaN,
      max: Number.NaN,
      mean: Number.NaN,
      std: Number.NaN,
      notFinite: size,
      histogram,
    };
  }
  const mean = sum / finite;
  const scale = max > min ? bins / (max - min) : 0;
  let squares = 0;
  for (let offset = 0; offset < size; offset++) {
    const value = valueAt(offset);
    if (!Number.isFinite(value)) continue;
    squares += (value - mean) ** 2;
    // The range of doubles may itself be infinite: then the product is no number.
    const bin = Math.min(bins - 1, Math.floor((value - min) * scale) || 0);
    histogram[bin] = (histogram[bin] ?? 0) + 1;
  }
  return { min, max, mean, std: Math.sqrt(squares / finite), notFinite: size - finite, histogram };
}

/** Float32 is what networks are made of and is read without a call per element. */
function readerOf(tensor: Tensor): (offset: number) => number {
  if (tensor.dtype === 'float32') {
    const values = tensor.values;
    return (offset) => Number(values[offset]);
  }
  return (offset) => numberAt(tensor, offset);
}
