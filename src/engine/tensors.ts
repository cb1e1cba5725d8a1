/** Tensors to and from the runtime's own. */
import ort from 'onnxruntime-node';
import type { Tensor } from '#shared/tensor/tensor';

/** Shares the values where the types allow it. */
export function toRuntime(tensor: Tensor): ort.Tensor {
  return new ort.Tensor(tensor.dtype, tensor.values, [...tensor.shape]);
}

export function fromRuntime(tensor: ort.Tensor): Tensor {
  const { type: dtype, data } = tensor;
  const shape = [...tensor.dims];
  // Where JavaScript has a Float16Array, the runtime uses it; a tensor keeps the bits.
  if (dtype !== 'float16') return { dtype, shape, values: data };
  const { buffer, byteOffset, length } = data as Uint16Array;
  return { dtype, shape, values: new Uint16Array(buffer, byteOffset, length) };
}
