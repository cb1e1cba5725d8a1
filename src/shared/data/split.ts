/** Which rows are trained on, which are kept aside, and which are left for the end. */
import { shuffled } from '../tensor/random';

/** Shares of the rows, and what they are drawn by. */
export interface Shares {
  readonly validation: number;
  readonly test?: number;
  readonly seed: number;
}

/** What is made of each part; undefined where a part has no rows. */
export interface Split<T> {
  readonly training: T;
  readonly validation: T | undefined;
  readonly test: T | undefined;
}

/** Row numbers of each part, drawn by the seed and in their own order; at least one row is trained on. */
export function drawSplit(count: number, { validation, test = 0, seed }: Shares): Split<Int32Array> {
  const aside = Math.max(0, Math.min(count - 1, Math.round(count * validation)));
  const last = Math.max(0, Math.min(count - 1 - aside, Math.round(count * test)));
  const order =
    aside + last > 0
      ? shuffled(count, seed, 'validation')
      : Int32Array.from({ length: count }, (_, at) => at);
  const part = (from: number, to?: number): Int32Array => order.slice(from, to).sort();
  return {
    training: part(aside + last),
    validation: aside > 0 ? part(0, aside) : undefined,
    test: last > 0 ? part(aside, aside + last) : undefined,
  };
}
