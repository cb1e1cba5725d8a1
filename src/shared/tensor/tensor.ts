/** Tensors: typed values with a shape, immutable by convention, cloneable between processes. */
import { floatAt } from './paged';
import { offsetAt, sizeOf, type Shape } from './shape';

/** What each element type is kept in; float16 as its bits, 4-bit integers packed two a byte. */
export interface DtypeArrays {
  float32: Float32Array;
  float64: Float64Array;
  float16: Uint16Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  int64: BigInt64Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
  uint64: BigUint64Array;
  bool: Uint8Array;
  int4: Uint8Array;
  uint4: Uint8Array;
  string: string[];
}
export type Dtype = keyof DtypeArrays;

export const dtypes = [
  ...(['float32', 'float64', 'float16', 'int64', 'int32', 'int16', 'int8', 'uint64', 'uint32'] as const),
  ...(['uint16', 'uint8', 'bool', 'int4', 'uint4', 'string'] as const),
] satisfies readonly Dtype[];

/** Whether it is a type of tensors that can be read. */
export function isDtype(type: string): type is Dtype {
  return Object.hasOwn(arrays, type);
}

const arrays = {
  ...{ float32: Float32Array, float64: Float64Array, float16: Uint16Array },
  ...{ int8: Int8Array, int16: Int16Array, int32: Int32Array, int64: BigInt64Array },
  ...{ uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, uint64: BigUint64Array },
  ...{ bool: Uint8Array, int4: Uint8Array, uint4: Uint8Array, string: Array },
} as const;

/** Whether it has as many values as its shape says, in the array of its type. */
export function isFilled({ dtype, shape, values }: Tensor): boolean {
  const count = sizeOf(shape);
  const length = dtype === 'int4' || dtype === 'uint4' ? Math.ceil(count / 2) : count;
  return values instanceof arrays[dtype] && values.length === length;
}

/** What so many values take; texts have no size that is known before they are. */
export function bytesOf(dtype: Dtype, count: number): number {
  if (dtype === 'string') return 0;
  if (dtype === 'int4' || dtype === 'uint4') return Math.ceil(count / 2);
  return count * arrays[dtype].BYTES_PER_ELEMENT;
}

export interface Tensor<D extends Dtype = Dtype> {
  readonly dtype: D;
  readonly shape: Shape;
  readonly values: DtypeArrays[D];
}

/** A float32 tensor; throws when the number of values does not fill the shape. */
export function floatTensor(shape: Shape, values: ArrayLike<number>): Tensor<'float32'> {
  if (values.length !== sizeOf(shape)) {
    throw new RangeError(`${values.length} values do not fill a tensor of ${sizeOf(shape)}`);
  }
  return { dtype: 'float32', shape: [...shape], values: Float32Array.from(values) };
}

export function isFloat(tensor: Tensor): tensor is Tensor<'float32'> {
  return tensor.dtype === 'float32';
}

/** The element at `index` as a number: float16 decoded, 64-bit integers rounded to double; NaN for text. */
export function elementAt(tensor: Tensor, index: readonly number[]): number {
  return numberAt(tensor, offsetAt(tensor.shape, index));
}

/** The element at a flat offset, as `elementAt` gives it. */
export function numberAt(tensor: Tensor, offset: number): number {
  if (tensor.dtype === 'int4' || tensor.dtype === 'uint4') {
    const byte = Number(tensor.values[offset >> 1]);
    const nibble = offset % 2 === 0 ? byte & 15 : byte >> 4;
    return tensor.dtype === 'int4' && nibble > 7 ? nibble - 16 : nibble;
  }
  const value = isFloat(tensor) ? floatAt(tensor, offset) : tensor.values[offset];
  if (value === undefined || typeof value === 'string') return Number.NaN;
  return tensor.dtype === 'float16' ? decodeFloat16(Number(value)) : Number(value);
}

/** Its values as numbers, as `numberAt` gives them; float32 ones as they are. */
export function numbersOf(tensor: Tensor): Float32Array | Float64Array {
  if (isFloat(tensor)) return tensor.values;
  return Float64Array.from({ length: sizeOf(tensor.shape) }, (_, at) => numberAt(tensor, at));
}

/** IEEE 754 binary16 bits to a number. */
export function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A number as the bits of the nearest IEEE 754 binary16; beyond the largest an infinity. */
export function encodeFloat16(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  if (size >= 65_520) return sign + 0x7c00;
  const exponent = size === 0 ? -14 : Math.max(-14, Math.floor(Math.log2(size)));
  const exact = size / 2 ** (exponent - 10);
  // Halfway between two it is the even one.
  const down = Math.floor(exact);
  const fraction = down + (exact - down > 0.5 || (exact - down === 0.5 && down % 2 === 1) ? 1 : 0);
  return sign + (fraction < 1024 ? fraction : ((exponent + 14) << 10) + fraction);
}
