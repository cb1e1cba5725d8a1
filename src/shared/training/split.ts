/** Rows kept aside, on which the network is scored but never trained. */
import type { DataSet } from '../document/data-set';
import { shuffled } from '../tensor/random';
import { floatTensor } from '../tensor/tensor';

export interface Split {
  readonly training: DataSet;
  /** Undefined when no row is kept aside. */
  readonly validation: DataSet | undefined;
}

/** Drawn by the seed; the rows that are left keep their order. */
export function splitRows(data: DataSet, share: number, seed: number): Split {
  const count = data.targets.length;
  const kept = Math.min(count - 1, Math.round(count * share));
  if (kept <= 0) return { training: data, validation: undefined };
  const aside = new Set(shuffled(count, seed, 'validation').subarray(0, kept));
  const rows = [...data.targets.keys()];
  return {
    training: pick(
      data,
      rows.filter((row) => !aside.has(row)),
    ),
    validation: pick(
      data,
      rows.filter((row) => aside.has(row)),
    ),
  };
}

function pick(data: DataSet, rows: readonly number[]): DataSet {
  const width = data.features.shape[1] ?? 0;
  const features = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    features.set(data.features.values.subarray(row * width, (row + 1) * width), at * width);
  });
  return {
    ...data,
    features: floatTensor([rows.length, width], features),
    targets: Float32Array.from(rows, (row) => data.targets[row] ?? Number.NaN),
  };
}
