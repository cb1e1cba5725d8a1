/** A tensor of a file as the app keeps tensors. */
import { TensorProto_DataLocation as DataLocation, type TensorProto } from 'onnx-buf';
import { sizeOf } from '../tensor/shape';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { dtypeOf } from './encode';

/** Undefined for other types, for values in another file, and where there are not as many as its shape says. */
export function decodeTensor(tensor: TensorProto): Tensor | undefined {
  const shape = tensor.dims.map(Number);
  const count = sizeOf(shape);
  const dtype = dtypeOf(tensor.dataType);
  const { rawData: raw } = tensor;
  if (tensor.dataLocation === DataLocation.EXTERNAL) return undefined;
  // Raw values may start anywhere in the file, where arrays of larger elements may not.
  const bytes = () => new Uint8Array(raw).buffer;
  if (dtype === 'float32') {
    if (raw.length > 0 && raw.length !== count * 4) return undefined;
    const values = raw.length > 0 ? new Float32Array(bytes()) : tensor.floatData;
    return values.length === count ? floatTensor(shape, values) : undefined;
  }
  if (dtype === 'int64') {
    if (raw.length > 0 && raw.length !== count * 8) return undefined;
    const values = raw.length > 0 ? new BigInt64Array(bytes()) : BigInt64Array.from(tensor.int64Data);
    return values.length === count ? { dtype, shape, values } : undefined;
  }
  if (dtype === 'bool') {
    const values = raw.length > 0 ? new Uint8Array(raw) : Uint8Array.from(tensor.int32Data);
    return values.length === count ? { dtype, shape, values } : undefined;
  }
  return undefined;
}
