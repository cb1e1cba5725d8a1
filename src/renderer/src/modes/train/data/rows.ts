/** Every row that is learned from, scored or tested, by its place in the source. */
import { keptFeatures, rowShape, rowWidth, type DataSet } from '#shared/data/data-set';
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
  // By row of the source: which part it is in, counted from 1, and where.
  const partOf = new Uint8Array(prepared.rows);
  const placeOf = new Int32Array(prepared.rows);
  parts.forEach(({ key }, which) =>
    prepared.places[key]?.forEach((row, at) => {
      partOf[row] = which + 1;
      placeOf[row] = at;
    }),
  );
  const used: UsedRow[] = [];
  for (let row = 0; row < prepared.rows; row++) {
    const part = parts[(partOf[row] ?? 0) - 1]?.key;
    const data = part && prepared[part];
    const at = placeOf[row] ?? 0;
    if (part && data && (target === undefined || data.targets[at] === target))
      used.push({ row, part, data, at });
  }
  return used;
}

/** All parts as one set, in the order of the rows given. */
export function joined(rows: readonly UsedRow[], like: DataSet): DataSet {
  const width = rowWidth(like);
  const values = new Float32Array(rows.length * width);
  rows.forEach(({ data, at }, index) => {
    values.set(data.features.take(at, at + 1), index * width);
  });
  return {
    ...like,
    features: keptFeatures(floatTensor([rows.length, ...rowShape(like)], values)),
    targets: Float32Array.from(rows, ({ data, at }) => data.targets[at] ?? Number.NaN),
  };
}

/** Low and high of one of two features, with some room around them. */
export function rangeOf({ features }: DataSet, feature: 0 | 1): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  const values = features.take();
  for (let at = feature; at < values.length; at += 2) {
    const value = values[at] ?? 0;
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
  const values = features.take();
  let best = Infinity;
  let found = -1;
  for (let at = 0; at < rows.length; at++) {
    const right = ((values[at * 2] ?? 0) - x) / across;
    const above = ((values[at * 2 + 1] ?? 0) - y) / up;
    const distance = right * right + above * above;
    if (distance < best) [best, found] = [distance, at];
  }
  return rows[found];
}
