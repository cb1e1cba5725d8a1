/** Rows as a network is given them: features, and for each row a class or a number. */
import { sizeOf, type Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';

/** The numbers of all rows. Many of them are not kept: they are worked out when they are asked for. */
export interface Features {
  /** [rows, ...row] */
  readonly shape: Shape;
  /** Row after row from one place up to another, all of them where none is said; not to be written to. */
  readonly take: (from?: number, to?: number) => Float32Array<ArrayBuffer>;
  /** One number of a row. */
  readonly at: (row: number, feature: number) => number;
}

export interface DataSet {
  readonly features: Features;
  /** One a row: a class index, or the number itself. */
  readonly targets: Float32Array;
  /** Of the features where they have names, and of the target, last. */
  readonly columns: readonly string[];
  /** Names of the classes by index; empty when the target is a number. */
  readonly classes: readonly string[];
}

/** Features that are kept as they are. */
export function keptFeatures({ shape, values }: Tensor<'float32'>): Features {
  const width = sizeOf(shape.slice(1));
  const kept = values as Float32Array<ArrayBuffer>;
  return {
    shape,
    take: (from = 0, to = shape[0] ?? 0) => kept.subarray(from * width, to * width),
    at: (row, feature) => kept[row * width + feature] ?? Number.NaN,
  };
}

/** All of them at once: only where there are few, or nobody waits. */
export function wholeFeatures({ shape, take }: Features): Tensor<'float32'> {
  return { dtype: 'float32', shape, values: take() };
}

/** Sizes of one row. */
export function rowShape({ features }: Pick<DataSet, 'features'>): Shape {
  return features.shape.slice(1);
}

/** How many numbers one row has. */
export function rowWidth(data: Pick<DataSet, 'features'>): number {
  return sizeOf(rowShape(data));
}

/** Whether a row is a picture: one or three channels of dots; sides shorter than 5 are a table's. */
export function isPicture(data: Pick<DataSet, 'features'>): boolean {
  const [channels = 0, height = 0, width = 0, ...more] = rowShape(data);
  return more.length === 0 && (channels === 1 || channels === 3) && height > 4 && width > 4;
}

/** The first rows. */
export function firstRows(data: DataSet, count: number): DataSet {
  const { features, targets } = data;
  if (targets.length <= count) return data;
  const take: Features['take'] = (from = 0, to = count) => features.take(from, Math.min(to, count));
  return {
    ...data,
    features: { ...features, shape: [count, ...rowShape(data)], take },
    targets: targets.subarray(0, count),
  };
}

/** Numbers that are looked at or sent in one piece: small enough that no thread is held up by them. */
const pieceValues = 1_000_000;

/** From where to where each piece of the rows reaches. */
export function* piecesOf({ features }: Pick<DataSet, 'features'>): Generator<readonly [number, number]> {
  const [rows = 0] = features.shape;
  const atOnce = Math.max(1, Math.floor(pieceValues / Math.max(1, rowWidth({ features }))));
  for (let from = 0; from < rows; from += atOnce) yield [from, Math.min(rows, from + atOnce)];
}

/** The first row that is the very same; undefined where none is. */
export function findRow({ features, targets }: DataSet, example: Float32Array): number | undefined {
  if (example.length !== rowWidth({ features })) return undefined;
  // The largest numbers first: most rows differ in one of those already.
  const order = Int32Array.from(example.keys()).sort(
    (a, b) => Math.abs(example[b] ?? 0) - Math.abs(example[a] ?? 0),
  );
  const row = targets.findIndex((_, row) =>
    order.every((feature) => features.at(row, feature) === example[feature]),
  );
  return row < 0 ? undefined : row;
}
