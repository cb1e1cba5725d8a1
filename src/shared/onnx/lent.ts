/** Large numbers of a model that lie in a file: an engine that can read them there is told where, in place of being sent them. */
import { create } from '@bufbuild/protobuf';
import {
  TensorProto_DataLocation as DataLocation,
  TensorProtoSchema,
  ValueInfoProtoSchema,
  type TensorProto,
} from 'onnx-buf';
import { sizeOf } from '../tensor/shape';
import { bytesOf, type Dtype, type Tensor } from '../tensor/tensor';
import { dtypeOf, encodeTensor } from './encode';
import { encodeModelFile } from './model-bytes';
import type { ModelProto } from './model-file';
import { copyOf, graphOf } from './model-parts';

/** Smaller numbers go with the model. */
export const largeFrom = 32_768;

/** A stretch of a file that is known by a handle, or of one that lies beside it. */
export interface Place {
  readonly handle: string;
  /** Where from it; its own is empty. */
  readonly beside: string;
  readonly at: number;
  readonly length: number;
}

/** Numbers that are not in the model itself. */
export interface Lent {
  readonly name: string;
  readonly dtype: Exclude<Dtype, 'string'>;
  readonly shape: readonly number[];
  readonly place: Place;
}

/** Those that nothing but a run reads: shapes are worked out from whole ones. */
const kinds: ReadonlySet<string> = new Set<Dtype>(['float32', 'float64', 'float16', 'int8', 'uint8']);

const places = new WeakMap<Uint8Array, Place>();

/** From now on the very bytes are known to lie there. */
export function lieAt(bytes: Uint8Array, place: Place): void {
  places.set(bytes, place);
}

/** The model as bytes, for an engine that is lent the files its numbers lie in. */
export function lentModel(model: ModelProto): Uint8Array<ArrayBuffer> {
  return encodeModelFile(withWeights(model, (weight) => [lentWeight(weight)]));
}

function lentWeight(weight: TensorProto): TensorProto {
  const { name, dataType, dims, rawData } = weight;
  const place = places.get(rawData);
  const dtype = dtypeOf(dataType);
  const isLent = place && dtype && kinds.has(dtype) && rawData.length >= largeFrom;
  if (!isLent || bytesOf(dtype, sizeOf(dims.map(Number))) !== rawData.length) return weight;
  const { handle, beside, at, length } = place;
  const told = { handle, location: beside, offset: String(at), length: String(length) };
  const externalData = Object.entries(told).map(([key, value]) => ({ key, value }));
  return create(TensorProtoSchema, {
    ...{ name, dataType, dims, externalData },
    dataLocation: DataLocation.EXTERNAL,
  });
}

/** What a model was lent. */
export function lentIn(model: ModelProto): readonly Lent[] {
  return graphOf(model).initializer.flatMap((weight): Lent[] => {
    const entry = (key: string) => weight.externalData.find((pair) => pair.key === key)?.value;
    const [handle, dtype] = [entry('handle'), dtypeOf(weight.dataType)];
    if (handle === undefined || !dtype || dtype === 'string') return [];
    const shape = weight.dims.map(Number);
    const length = bytesOf(dtype, sizeOf(shape));
    const place = { handle, beside: entry('location') ?? '', at: Number(entry('offset')), length };
    return [{ name: weight.name, dtype, shape, place }];
  });
}

/** The model with what it was lent to be fed: a session would make more copies of what is its own. */
export function toBeFed(model: ModelProto, numbers: ReadonlyMap<string, Tensor>): ModelProto {
  const { input } = graphOf(model);
  const stated = new Set(input.map(({ name }) => name));
  const own = graphOf(model).initializer.filter(({ name }) => numbers.has(name));
  const fed = own
    .filter(({ name }) => !stated.has(name))
    .map(({ name, dataType: elemType, dims }) => {
      const shape = {
        dim: dims.map((dimValue) => ({ value: { case: 'dimValue' as const, value: dimValue } })),
      };
      const type = { value: { case: 'tensorType' as const, value: { elemType, shape } } };
      return create(ValueInfoProtoSchema, { name, type });
    });
  const slim = withWeights(model, (weight) => (numbers.has(weight.name) ? [] : [weight]));
  return copyOf(slim, { graph: copyOf(graphOf(slim), { input: [...input, ...fed] }) });
}

/** The model with what it was lent as its own. */
export function whole(model: ModelProto, numbers: ReadonlyMap<string, Tensor>): ModelProto {
  return withWeights(model, (weight) => {
    const tensor = numbers.get(weight.name);
    return [tensor ? create(TensorProtoSchema, encodeTensor(weight.name, tensor)) : weight];
  });
}

function withWeights(model: ModelProto, change: (weight: TensorProto) => readonly TensorProto[]): ModelProto {
  const graph = graphOf(model);
  return copyOf(model, { graph: copyOf(graph, { initializer: graph.initializer.flatMap(change) }) });
}
