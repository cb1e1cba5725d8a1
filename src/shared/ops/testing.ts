/** What the tests of operators share. */
import type { Tensor } from '../tensor/tensor';
import type { SampleInput } from './define';

/** A constant of a sample; its floats in the precision the rest is in. */
export function constantOf(
  { shape, values = [], dtype }: SampleInput,
  precision: 'float32' | 'float64',
): Tensor {
  if (dtype === undefined) return { dtype: 'int64', shape, values: BigInt64Array.from(values.map(BigInt)) };
  if (dtype === 'bool') return { dtype, shape, values: Uint8Array.from(values) };
  return precision === 'float64'
    ? { dtype: 'float64', shape, values: Float64Array.from(values) }
    : { dtype, shape, values: Float32Array.from(values) };
}
