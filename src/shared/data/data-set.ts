/** Rows as a network is given them: features, and for each row a class or a number. */
import { sizeOf, type Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';

export interface DataSet {
  /** [rows, ...row] */
  readonly features: Tensor<'float32'>;
  /** One a row: a class index, or the number itself. */
  readonly targets: Float32Array;
  /** Of the features where they have names, and of the target, last. */
  readonly columns: readonly string[];
  /** Names of the classes by index; empty when the target is a number. */
  readonly classes: readonly string[];
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

/** Some of the rows, in the order given. */
export function pickRows(data: DataSet, rows: Int32Array): DataSet {
  const width = rowWidth(data);
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    values.set(data.features.values.subarray(row * width, (row + 1) * width), at * width);
  });
  return {
    ...data,
    features: { dtype: 'float32', shape: [rows.length, ...rowShape(data)], values },
    targets: Float32Array.from(rows, (row) => data.targets[row] ?? Number.NaN),
  };
}
