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
