/** What the tests of sums are given: operators, the numbers they read and the ways they are used. */
import type { OpAttribute } from '../../../onnx/graph';
import { createRandom } from '../../../tensor/random';
import { sizeOf, type Shape } from '../../../tensor/shape';
import { encodeFloat16, type Dtype, type Tensor } from '../../../tensor/tensor';

export interface Sample {
  readonly type: string;
  readonly set: number;
  /** In the operator's order; undefined for one that is left out. */
  readonly inputs: readonly (Tensor | undefined)[];
  readonly attributes?: Readonly<Record<string, OpAttribute>>;
  readonly outputs?: number;
  readonly domain?: string;
  /** Whether it is a use that no sum is told of. */
  readonly isUntold?: true;
}

const arrays = {
  ...{ float32: Float32Array, float64: Float64Array, uint8: Uint8Array, int8: Int8Array, bool: Uint8Array },
  ...{ int32: Int32Array, uint32: Uint32Array, uint16: Uint16Array, int16: Int16Array },
} as const;

export function tensorOf(dtype: Dtype, shape: Shape, values: readonly number[]): Tensor {
  if (dtype === 'int64') return { dtype, shape, values: BigInt64Array.from(values, BigInt) };
  if (dtype === 'uint64') return { dtype, shape, values: BigUint64Array.from(values, BigInt) };
  if (dtype === 'float16') return { dtype, shape, values: Uint16Array.from(values, encodeFloat16) };
  if (!(dtype in arrays)) throw new Error(`no samples of ${dtype}`);
  return { dtype, shape, values: arrays[dtype as keyof typeof arrays].from(values) };
}

const random = createRandom(3, 'sums');

/** Numbers drawn around zero, a few of them whole. */
export const reals = (shape: Shape, spread = 2, dtype: Dtype = 'float32', middle = 0): Tensor =>
  tensorOf(
    dtype,
    shape,
    Array.from({ length: sizeOf(shape) }, (_, at) => {
      const value = middle + spread * random.normal();
      return at % 5 === 4 ? Math.round(value) : value;
    }),
  );

/** Whole numbers from `low` up to one less than `high`. */
export const wholes = (shape: Shape, low: number, high: number, dtype: Dtype = 'int64'): Tensor =>
  tensorOf(
    dtype,
    shape,
    Array.from({ length: sizeOf(shape) }, () => Math.floor(random.uniform(low, high))),
  );

/** A row of whole numbers, as sizes and axes are given. */
export const row = (...values: number[]): Tensor => tensorOf('int64', [values.length], values);
export const scalar = (value: number, dtype: Dtype = 'float32'): Tensor => tensorOf(dtype, [], [value]);
