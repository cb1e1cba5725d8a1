/** Models made by hand, message by message, as a file may hold them: what tests of such files share. */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  ModelProtoSchema,
  TensorProto_DataType as DataType,
  type AttributeProtoSchema,
  type GraphProtoSchema,
  type ModelProto,
  type NodeProtoSchema,
  type ValueInfoProtoSchema,
} from 'onnx-buf';
import { describeProblem, isProblem } from '../messages/problem';
import { encodeModelFile } from './model-bytes';
import { readModel } from './model-file';

export type Node = MessageInitShape<typeof NodeProtoSchema>;
export type Graph = MessageInitShape<typeof GraphProtoSchema>;
type Attribute = MessageInitShape<typeof AttributeProtoSchema>;

/** A value's name, type and sizes; without sizes anything fits. */
export function value(
  name: string,
  sizes?: readonly (number | bigint | string)[],
  elemType = DataType.FLOAT,
): MessageInitShape<typeof ValueInfoProtoSchema> {
  const dim = sizes?.map((size) => ({
    value:
      typeof size === 'string'
        ? { case: 'dimParam' as const, value: size }
        : { case: 'dimValue' as const, value: BigInt(size) },
  }));
  const shape = dim && { shape: { dim } };
  return { name, type: { value: { case: 'tensorType', value: { elemType, ...shape } } } };
}

/** A node, called as its first output is. */
export function op(opType: string, input: string[], output: string[], more: Node = {}): Node {
  return { opType, input, output, name: output[0] ?? '', ...more };
}

export function integer(name: string, i: number | bigint): Attribute {
  return { name, type: AttributeType.INT, i: BigInt(i) };
}

export function float(name: string, f: number): Attribute {
  return { name, type: AttributeType.FLOAT, f };
}

/** The bytes of a model of one graph, of an operator set. */
export function modelOf(graph: Graph, set = 17n, irVersion = 8n): Uint8Array<ArrayBuffer> {
  const opsetImport = [{ domain: '', version: set }];
  const model = create(ModelProtoSchema, {
    irVersion,
    opsetImport,
    graph: { name: 'graph', ...graph },
  });
  return encodeModelFile(model);
}

/** Errors: Error with the problem's sentence where the bytes are no model. */
export function read(bytes: Uint8Array): ModelProto {
  const model = readModel(bytes, 'a.onnx');
  if (isProblem(model)) throw new Error(describeProblem(model));
  return model;
}
