/** Columns as the numbers a network is given: a word becomes a one among zeros, a gap is filled, large numbers are scaled. */
import type { Tensor } from '../tensor/tensor';
import { sizeOf, type Shape } from '../tensor/shape';
import type { Preparation } from './preparation';
import type { Column } from './table';

/** One number of a row. */
export interface Feature {
  readonly name: string;
  /** Zeros and ones that stand for words are left as they are. */
  readonly isScaled: boolean;
  /** NaN where the row has a gap. */
  readonly at: (row: number) => number;
  /** What fills a gap, from the rows that are trained on. */
  readonly fill: (rows: Int32Array) => number;
}

/** What is taken from a feature and what it is then divided by. */
export interface Scale {
  /** Of the feature; empty when it is one scale for all of them. */
  readonly name: string;
  readonly offset: number;
  readonly divisor: number;
}

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
  return { name, isScaled: true, at, fill: (rows) => measure([at], rows).mean };
}

function mostFrequent(codes: Int32Array, categories: number, rows: Int32Array): number {
  const counts = new Int32Array(categories);
  for (const row of rows) {
    const code = codes[row] ?? -1;
    if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0));
}

/** The scales that bring these rows to mean 0 and deviation 1, or between 0 and 1. */
export function fitScales(
  features: readonly Feature[],
  rows: Int32Array,
  scaling: Preparation['scaling'],
  areOne: boolean,
): readonly Scale[] {
  if (scaling === 'none') return [];
  const scaleOf = (name: string, of: readonly Feature[]): Scale => {
    const { mean, deviation, low, high } = measure(
      of.map(({ at }) => at),
      rows,
    );
    // A feature that never changes is only moved.
    return scaling === 'standardise'
      ? { name, offset: mean, divisor: deviation || 1 }
      : { name, offset: low, divisor: high - low || 1 };
  };
  if (areOne) return [scaleOf('', features)];
  return features.filter(({ isScaled }) => isScaled).map((feature) => scaleOf(feature.name, [feature]));
}

interface Measure {
  readonly mean: number;
  readonly deviation: number;
  readonly low: number;
  readonly high: number;
}

/** Of the numbers there are; zeros when there are none. */
function measure(features: readonly ((row: number) => number)[], rows: Int32Array): Measure {
  let [count, sum, low, high] = [0, 0, Infinity, -Infinity];
  for (const at of features) {
    for (const row of rows) {
      const value = at(row);
      if (!Number.isFinite(value)) continue;
      count++;
      sum += value;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (count === 0) return { mean: 0, deviation: 0, low: 0, high: 0 };
  const mean = sum / count;
  let squares = 0;
  for (const at of features) {
    for (const row of rows) {
      const value = at(row);
      if (Number.isFinite(value)) squares += (value - mean) ** 2;
    }
  }
  return { mean, deviation: Math.sqrt(squares / count), low, high };
}

/** [rows, ...row] */
export function encodeFeatures(
  features: readonly Feature[],
  rows: Int32Array,
  row: Shape,
  fills: readonly number[],
  scales: readonly Scale[],
): Tensor<'float32'> {
  const values = new Float32Array(rows.length * sizeOf(row));
  const byName = new Map(scales.map((scale) => [scale.name, scale]));
  features.forEach(({ name, isScaled, at }, column) => {
    const scale = isScaled ? (byName.get(name) ?? byName.get('')) : undefined;
    const fill = fills[column] ?? 0;
    rows.forEach((place, index) => {
      const found = at(place);
      const value = Number.isNaN(found) ? fill : found;
      values[index * features.length + column] = scale ? (value - scale.offset) / scale.divisor : value;
    });
  });
  return { dtype: 'float32', shape: [rows.length, ...row], values };
}
