/** A tensor of a file as the app keeps tensors. */
import { AttributeProtoSchema, TensorProto_DataLocation as DataLocation, type TensorProto } from 'onnx-buf';
import { strFromU8 } from 'fflate';
import { viewAs } from '../tensor/npy';
import { sizeOf } from '../tensor/shape';
import type { Dtype, DtypeArrays, Tensor } from '../tensor/tensor';
import { dtypeOf } from './encode';
import { heldMessage } from './held';

/** Those that fill arrays of their own: all but text and 4-bit integers. */
type Plain = Exclude<Dtype, 'string' | 'int4' | 'uint4'>;

/** Undefined for other types, for values in another file, and where there are not as many as its shape says. */
export function decodeTensor(tensor: TensorProto): Tensor | undefined {
  if (tensor.dataLocation === DataLocation.EXTERNAL) return undefined;
  const dtype = dtypeOf(tensor.dataType);
  if (!dtype) return undefined;
  const shape = tensor.dims.map(Number);
  const count = sizeOf(shape);
  const values = valuesOf(tensor, dtype);
  if (!values) return undefined;
  const isWhole = values.length === (dtype === 'int4' || dtype === 'uint4' ? Math.ceil(count / 2) : count);
  return isWhole ? { dtype, shape, values } : undefined;
}

/** The tensor that an attribute is which is held as a file has it; undefined for any other attribute. */
export function heldTensor(held: string): Tensor | undefined {
  const tensor = heldMessage(AttributeProtoSchema, held)?.t;
  return tensor && decodeTensor(tensor);
}

function valuesOf(tensor: TensorProto, dtype: Dtype): DtypeArrays[Dtype] | undefined {
  const { rawData: raw, int32Data: small } = tensor;
  if (dtype === 'string') return tensor.stringData.map((text) => strFromU8(text));
  if (dtype === 'int4' || dtype === 'uint4') return raw.length > 0 ? raw : Uint8Array.from(small);
  if (raw.length > 0) {
    // Raw values may start anywhere in the file, where arrays of larger elements may not; large ones lie by themselves.
    const own = raw.length === raw.buffer.byteLength ? raw : new Uint8Array(raw);
    return raw.length % bytesOf[dtype] === 0 ? viewAs(dtype, own.buffer) : undefined;
  }
  switch (dtype) {
    case 'float32':
      return Float32Array.from(tensor.floatData);
    case 'float64':
      return Float64Array.from(tensor.doubleData);
    case 'int64':
      return BigInt64Array.from(tensor.int64Data);
    case 'uint64':
      return BigUint64Array.from(tensor.uint64Data);
    case 'uint32':
      return Uint32Array.from(tensor.uint64Data, Number);
    default:
      return fromSmall(dtype, small);
  }
}

/** ONNX keeps all these in a list of int32: truth values, small integers, and float16 as its bits. */
function fromSmall(dtype: Plain, small: readonly number[]): DtypeArrays[Dtype] | undefined {
  switch (dtype) {
    case 'int32':
      return Int32Array.from(small);
    case 'int16':
      return Int16Array.from(small);
    case 'int8':
      return Int8Array.from(small);
    case 'uint16':
    case 'float16':
      return Uint16Array.from(small);
    case 'uint8':
    case 'bool':
      return Uint8Array.from(small);
    default:
      return undefined;
  }
}

const bytesOf: Readonly<Record<Plain, number>> = {
  ...{ float16: 2, float32: 4, float64: 8, bool: 1 },
  ...{ int8: 1, int16: 2, int32: 4, int64: 8, uint8: 1, uint16: 2, uint32: 4, uint64: 8 },
};
