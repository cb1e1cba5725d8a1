/** Tensors to and from the runtime's own. */
import ort from 'onnxruntime-node';
import type { Tensor } from '#shared/tensor/tensor';

/** Shares the values where the types allow it. */
export function toRuntime(tensor: Tensor): ort.Tensor {
  return new ort.Tensor(tensor.dtype, tensor.values as ort.Tensor.DataType, [...tensor.shape]);
}

export function fromRuntime(tensor: ort.Tensor): Tensor {
  return { dtype: tensor.type, shape: [...tensor.dims], values: tensor.data as Tensor['values'] };
}
