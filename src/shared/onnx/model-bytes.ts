/**
 * A parsed model as the bytes of an .onnx file. Weights are most of a large one: each is written once, where it stays.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */
import { toBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  TensorProtoSchema,
  type GraphProto,
  type ModelProto,
  type TensorProto,
} from 'onnx-buf';
import { joined, lengthOf } from '../tensor/pieces';
import { copyOf } from './model-parts';

type Bytes = Uint8Array<ArrayBuffer>;

export function encodeModelFile(model: ModelProto): Bytes {
  if (!model.graph) return toBinary(ModelProtoSchema, model);
  return joined([
    toBinary(ModelProtoSchema, without(model, 'graph')),
    ...within(ModelProtoSchema.field.graph.number, graphPieces(model.graph)),
  ]);
}

/** Fields of a message follow each other in any order, those of one kind in theirs. */
function graphPieces(graph: GraphProto): readonly Bytes[] {
  return [
    toBinary(GraphProtoSchema, without(graph, 'initializer')),
    ...graph.initializer.flatMap((tensor) =>
      within(GraphProtoSchema.field.initializer.number, tensorPieces(tensor)),
    ),
  ];
}

function tensorPieces(tensor: TensorProto): readonly Bytes[] {
  // None is not the same as an empty one: the numbers may lie elsewhere.
  if (tensor.rawData.length === 0) return [toBinary(TensorProtoSchema, tensor)];
  return [
    toBinary(TensorProtoSchema, without(tensor, 'rawData')),
    ...within(TensorProtoSchema.field.rawData.number, [tensor.rawData]),
  ];
}

/** As one field of the message around it. */
function within(field: number, pieces: readonly Bytes[]): readonly Bytes[] {
  const head = new BinaryWriter().tag(field, WireType.LengthDelimited).uint32(lengthOf(pieces)).finish();
  return [head, ...pieces];
}

/** A copy that lacks one field, and knows of the others which it has: those it lacks are its prototype's. */
function without<T extends object>(message: T, field: keyof T): T {
  const copy = copyOf(message, {});
  if (Array.isArray(copy[field])) return Object.assign(copy, { [field]: [] });
  Reflect.deleteProperty(copy, field);
  return copy;
}
