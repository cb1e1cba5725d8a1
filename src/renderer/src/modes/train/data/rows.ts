/** Every row that is learned from, scored or tested, by its place in the source. */
import type { DataSet } from '#shared/data/data-set';
import type { PreparedData } from '#shared/data/prepare';
import { trainDataMessages } from '#shared/messages/train-data';
import { floatTensor } from '#shared/tensor/tensor';

export const parts = [
  { key: 'training', name: trainDataMessages.training },
  { key: 'validation', name: trainDataMessages.validation },
  { key: 'test', name: trainDataMessages.test },
] as const;
export type PartKey = (typeof parts)[number]['key'];

/** A row, counted from 0 in its source, and where its numbers are. */
export interface UsedRow {
  readonly row: number;
  readonly part: PartKey;
  readonly data: DataSet;
  /** Its place in its part. */
  readonly at: number;
}

/** In the source's order; those of one class where one is given. */
export function usedRows(prepared: PreparedData, target?: number): readonly UsedRow[] {
  const used = parts.flatMap(({ key: part }): UsedRow[] => {
    const data = prepared[part];
    if (!data) return [];
    return Array.from(prepared.places[part] ?? [], (row, at) => ({ row, part, data, at }));
  });
  const wanted = target === undefined ? used : used.filter(({ data, at }) => data.targets[at] === target);
  return wanted.sort((a, b) => a.row - b.row);
}

/** All parts as one set, in the order of the rows given. */
export function joined(rows: readonly UsedRow[], like: DataSet): DataSet {
  const width = like.features.values.length / like.targets.length;
  const values = new Float32Array(rows.length * width);
  rows.forEach(({ data, at }, index) => {
    values.set(data.features.values.subarray(at * width, (at + 1) * width), index * width);
  });
  return {
    ...like,
    features: floatTensor([rows.length, ...like.features.shape.slice(1)], values),
    targets: Float32Array.from(rows, ({ data, at }) => data.targets[at] ?? Number.NaN),
  };
}

/** Low and high of one of two features, with some room around them. */
export function rangeOf({ features }: DataSet, feature: 0 | 1): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let at = feature; at < features.values.length; at += 2) {
    const value = features.values[at] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const room = (high - low) / 12 || 1;
  return [low - room, high + room];
}

/** The row whose two features are nearest to a point. */
export function nearestRow(
  rows: readonly UsedRow[],
  { features }: DataSet,
  [x, y]: readonly [number, number],
  [across, up]: readonly [number, number],
): UsedRow | undefined {
  let best = Infinity;
  let found = -1;
  for (let at = 0; at < rows.length; at++) {
    const right = ((features.values[at * 2] ?? 0) - x) / across;
    const above = ((features.values[at * 2 + 1] ?? 0) - y) / up;
    const distance = right * right + above * above;
    if (distance < best) [best, found] = [distance, at];
  }
  return rows[found];
}
