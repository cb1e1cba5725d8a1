/**
 * Sparse tensors of a model as the dense ones they stand for, so that whatever reads a model knows one kind of tensor.
 * Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto (SparseTensorProto)
 */
import { create } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
  TensorProtoSchema,
  type ModelProto,
  type NodeProto,
  type SparseTensorProto,
  type TensorProto,
} from 'onnx-buf';
import { fill } from '../messages/fill';
import { problem, type Problem } from '../messages/problem';
import { fileReasons } from '../messages/reasons';
import { tooLarge } from '../tensor/file-limits';
import { sizeOf, stridesOf } from '../tensor/shape';
import { isStorable } from '../tensor/safetensors';
import type { Tensor } from '../tensor/tensor';
import { decodeTensor } from './decode-tensor';
import { encodeTensor } from './encode';
import { isStandard, partsOf } from './model-parts';

/** Changes the model it is given. Errors: a sparse tensor that is none, or all of them together with more bytes than the limit. */
export function makeDense(model: ModelProto, file: string, limit: number): Problem | undefined {
  const { graphs, nodes } = partsOf(model);
  const told = nodes.filter(isConstant).flatMap(({ attribute }) => attribute);
  const all = [
    ...graphs.flatMap((graph) => graph.sparseInitializer),
    ...told.flatMap(({ sparseTensor }) => sparseTensor ?? []),
  ];
  const large = tooLarge(
    file,
    all.reduce((total, tensor) => total + bytesOf(tensor), 0),
    limit,
  );
  if (large) return large;
  const dense = new Map<SparseTensorProto, TensorProto>();
  for (const sparse of all) {
    const found = denseOf(sparse);
    const name = sparse.values?.name ?? '';
    if (!found) return problem('model-unreadable', { file, reason: fill(fileReasons.sparse, { name }) });
    dense.set(sparse, create(TensorProtoSchema, encodeTensor(name, found)));
  }
  const known = (sparse: SparseTensorProto | undefined): readonly TensorProto[] => {
    const tensor = sparse && dense.get(sparse);
    return tensor ? [tensor] : [];
  };
  for (const graph of graphs) {
    graph.initializer.push(...graph.sparseInitializer.flatMap(known));
    graph.sparseInitializer = [];
  }
  for (const node of nodes.filter(isConstant)) {
    node.attribute = node.attribute.map((attribute) => {
      const [t] = known(attribute.sparseTensor);
      return t ? create(AttributeProtoSchema, { name: 'value', type: AttributeType.TENSOR, t }) : attribute;
    });
  }
  return undefined;
}

/** Of the standard operators one alone is told a sparse tensor, and it reads nothing. */
const isConstant = ({ domain, input }: NodeProto): boolean => isStandard(domain) && input.length === 0;

/** No element takes more than eight. */
const bytesOf = ({ dims }: SparseTensorProto): number => 8 * sizeOf(dims.map(Number));

/** Undefined where its places are no places of it, each of them once. */
function denseOf({ values: listed, indices, dims }: SparseTensorProto): Tensor | undefined {
  const values = listed && decodeTensor(listed);
  const places = indices && decodeTensor(indices);
  const shape = dims.map(Number);
  const isShape = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!isShape || !values || places?.dtype !== 'int64' || !isStorable(values.dtype)) return undefined;
  const count = sizeOf(values.shape);
  const offsets = offsetsOf(places as Tensor<'int64'>, count, shape);
  if (!offsets || new Set(offsets).size < count) return undefined;
  const numbers = values.values as Exclude<typeof values.values, string[]>;
  const whole = new (numbers.constructor as new (length: number) => typeof numbers)(sizeOf(shape));
  for (const [at, offset] of offsets.entries()) whole[offset] = numbers[at] ?? 0;
  return { dtype: values.dtype, shape, values: whole };
}

/** Where each value lies: its place along all dimensions at once, or along each. */
function offsetsOf(
  { shape: [rows, width], values }: Tensor<'int64'>,
  count: number,
  shape: readonly number[],
): readonly number[] | undefined {
  if (rows !== count || (width !== undefined && width !== shape.length)) return undefined;
  const numbers = Array.from(values, Number);
  const isWithin = (place: number, size: number) => place >= 0 && place < size;
  if (width === undefined) return numbers.every((at) => isWithin(at, sizeOf(shape))) ? numbers : undefined;
  const strides = stridesOf(shape);
  if (!numbers.every((at, place) => isWithin(at, shape[place % width] ?? 0))) return undefined;
  return Array.from({ length: count }, (_, row) =>
    strides.reduce((sum, stride, axis) => sum + stride * (numbers[row * width + axis] ?? 0), 0),
  );
}
