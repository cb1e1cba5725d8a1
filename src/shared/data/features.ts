/** Columns as the numbers a network is given: a word becomes a one among zeros, a gap is filled, large numbers are scaled. */
import type { Preparation } from './preparation';
import type { Column } from './table';

/** One number of a row. */
export interface Feature {
  readonly name: string;
  /** Zeros and ones that stand for words are left as they are. */
  readonly isScaled: boolean;
  /** NaN where the row has a gap. */
  readonly at: (row: number) => number;
  /** What fills a gap, from the rows that are trained on; the mean where nothing is said. */
  readonly fill?: (rows: Int32Array) => number;
}

/** What is taken from a feature and what it is then divided by. */
export interface Scale {
  /** Of the feature; empty when it is one scale for all of them. */
  readonly name: string;
  readonly offset: number;
  readonly divisor: number;
}

/** Writes the numbers of one row of the source, NaN where it has a gap. */
export type ReadRow = (row: number, into: Float64Array) => void;

/** A column of numbers is one feature, one of words a feature for each word. */
export function featuresFrom(column: Column): readonly Feature[] {
  const { name } = column;
  if (column.kind === 'number') {
    return [numberFeature(name, (row) => column.values[row] ?? Number.NaN)];
  }
  const { codes, categories } = column;
  return categories.map((category, code) => ({
    name: `${name} ${category}`,
    isScaled: false,
    at: (row) => {
      const found = codes[row] ?? -1;
      return found < 0 ? Number.NaN : Number(found === code);
    },
    fill: (rows) => Number(mostFrequent(codes, categories.length, rows) === code),
  }));
}

export function numberFeature(name: string, at: (row: number) => number): Feature {
  return { name, isScaled: true, at };
}

function mostFrequent(codes: Int32Array, categories: number, rows: Int32Array): number {
  const counts = new Int32Array(categories);
  for (const row of rows) {
    const code = codes[row] ?? -1;
    if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0));
}

export function readFeatures(features: readonly Feature[]): ReadRow {
  return (row, into) => {
    for (let at = 0; at < features.length; at++) into[at] = features[at]?.at(row) ?? Number.NaN;
  };
}

/** Numbers that are gone through in one turn. */
const turn = 250_000;

/** How what is measured comes out: what fills each feature's gaps, and the scales. */
export interface Fitted {
  readonly fills: Float64Array;
  readonly scales: readonly Scale[];
}

/**
 * The scales that bring these rows to mean 0 and deviation 1, or between 0 and 1, and what fills gaps, in turns: each
 * yields how many numbers it went through. Pictures have one scale for all their dots.
 */
export function* fitFeatures(
  features: readonly Feature[],
  read: ReadRow,
  rows: Int32Array,
  { scaling, missing }: Pick<Preparation, 'scaling' | 'missing'>,
  areOne: boolean,
): Generator<number, Fitted> {
  const fills = new Float64Array(features.length);
  if (scaling === 'none' && missing === 'drop') return { fills, scales: [] };
  const each = yield* measure(features.length, read, rows, scaling === 'standardise', areOne);
  if (missing === 'fill')
    features.forEach(({ fill }, at) => (fills[at] = fill?.(rows) ?? each[at]?.mean ?? 0));
  if (scaling === 'none') return { fills, scales: [] };
  const scaleOf = (name: string, { mean, deviation, low, high }: Measure): Scale =>
    // A feature that never changes is only moved.
    scaling === 'standardise'
      ? { name, offset: mean, divisor: deviation || 1 }
      : { name, offset: low, divisor: high - low || 1 };
  if (areOne) return { fills, scales: each.slice(0, 1).map((all) => scaleOf('', all)) };
  const scales = features.flatMap(({ name, isScaled }, at) => {
    const found = each[at];
    return isScaled && found ? [scaleOf(name, found)] : [];
  });
  return { fills, scales };
}

interface Measure {
  readonly mean: number;
  readonly deviation: number;
  readonly low: number;
  readonly high: number;
}

/** Of the numbers there are, feature by feature or of all together; zeros when there are none. */
function* measure(
  width: number,
  read: ReadRow,
  rows: Int32Array,
  needsDeviation: boolean,
  areOne: boolean,
): Generator<number, readonly Measure[]> {
  const row = new Float64Array(width);
  const kinds = areOne ? 1 : width;
  const counts = new Float64Array(kinds);
  const sums = new Float64Array(kinds);
  const lows = new Float64Array(kinds).fill(Infinity);
  const highs = new Float64Array(kinds).fill(-Infinity);
  yield* through(rows, width, (place) => {
    read(place, row);
    for (let at = 0; at < width; at++) {
      const value = row[at] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      const kind = areOne ? 0 : at;
      counts[kind] = (counts[kind] ?? 0) + 1;
      sums[kind] = (sums[kind] ?? 0) + value;
      if (value < (lows[kind] ?? 0)) lows[kind] = value;
      if (value > (highs[kind] ?? 0)) highs[kind] = value;
    }
  });
  const means = sums.map((sum, kind) => sum / (counts[kind] || 1));
  const squares = new Float64Array(kinds);
  if (needsDeviation) {
    yield* through(rows, width, (place) => {
      read(place, row);
      for (let at = 0; at < width; at++) {
        const value = row[at] ?? Number.NaN;
        const kind = areOne ? 0 : at;
        if (Number.isFinite(value)) squares[kind] = (squares[kind] ?? 0) + (value - (means[kind] ?? 0)) ** 2;
      }
    });
  }
  return Array.from(counts, (count, kind) =>
    count === 0
      ? { mean: 0, deviation: 0, low: 0, high: 0 }
      : {
          mean: means[kind] ?? 0,
          deviation: Math.sqrt((squares[kind] ?? 0) / count),
          low: lows[kind] ?? 0,
          high: highs[kind] ?? 0,
        },
  );
}

function* through(
  rows: Int32Array,
  width: number,
  visit: (row: number) => void,
): Generator<number, undefined> {
  const atOnce = Math.max(1, Math.floor(turn / width));
  for (let from = 0; from < rows.length; from += atOnce) {
    const some = rows.subarray(from, from + atOnce);
    for (const row of some) visit(row);
    yield some.length * width;
  }
}

export interface Encoder {
  /** Numbers of rows as a network is given them, row after row. */
  readonly encode: (rows: Int32Array) => Float32Array<ArrayBuffer>;
  /** One of them. */
  readonly at: (row: number, feature: number) => number;
}

export function createEncoder(
  features: readonly Feature[],
  read: ReadRow,
  { fills, scales }: Fitted,
): Encoder {
  const width = features.length;
  const byName = new Map(scales.map((scale) => [scale.name, scale]));
  const offsets = new Float64Array(width);
  const divisors = new Float64Array(width).fill(1);
  features.forEach(({ name, isScaled }, at) => {
    const scale = isScaled ? (byName.get(name) ?? byName.get('')) : undefined;
    if (scale) [offsets[at], divisors[at]] = [scale.offset, scale.divisor];
  });
  const scaled = (found: number, at: number): number => {
    const value = Number.isNaN(found) ? (fills[at] ?? 0) : found;
    return (value - (offsets[at] ?? 0)) / (divisors[at] ?? 1);
  };
  const numbers = new Float64Array(width);
  return {
    encode(rows) {
      const values = new Float32Array(rows.length * width);
      let start = 0;
      for (const row of rows) {
        read(row, numbers);
        for (let at = 0; at < width; at++) values[start + at] = scaled(numbers[at] ?? Number.NaN, at);
        start += width;
      }
      return values;
    },
    at: (row, feature) => Math.fround(scaled(features[feature]?.at(row) ?? Number.NaN, feature)),
  };
}
