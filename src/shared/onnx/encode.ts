/** Graph to .onnx bytes. Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
import { create } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  FunctionProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType as DataType,
  TensorProtoSchema,
  TypeProtoSchema,
  type AttributeProto,
  type GraphProto,
  type NodeProto,
} from 'onnx-buf';
import { strToU8 } from 'fflate';
import type { Dtype, DtypeArrays, Tensor } from '../tensor/tensor';
import {
  irVersion,
  newestIrVersion,
  opset,
  type Graph,
  type OpAttribute,
  type OpNode,
  type ValueInfo,
} from './graph';
import { heldAttribute, heldMessage } from './held';
import { inLaterSet } from './later-set';
import { encodeModelFile } from './model-bytes';

type Init<T> = Partial<Omit<T, '$typeName' | '$unknown'>>;

/** Element types by ONNX's numbers. */
export const dataTypes: Readonly<Record<Dtype, number>> = {
  float32: DataType.FLOAT,
  float64: DataType.DOUBLE,
  float16: DataType.FLOAT16,
  int8: DataType.INT8,
  int16: DataType.INT16,
  int32: DataType.INT32,
  int64: DataType.INT64,
  uint8: DataType.UINT8,
  uint16: DataType.UINT16,
  uint32: DataType.UINT32,
  uint64: DataType.UINT64,
  bool: DataType.BOOL,
  int4: DataType.INT4,
  uint4: DataType.UINT4,
  string: DataType.STRING,
};

/** The dtype with this ONNX number; undefined for those the runtime's JavaScript cannot hold. */
export function dtypeOf(dataType: number): Dtype | undefined {
  return (Object.keys(dataTypes) as Dtype[]).find((dtype) => dataTypes[dtype] === dataType);
}

export function encodeModel(stated: Graph): Uint8Array<ArrayBuffer> {
  const { set = opset, domains = {}, functions = [] } = stated.operators ?? {};
  const graph = set > opset ? inLaterSet(stated) : stated;
  const model = create(ModelProtoSchema, {
    irVersion: BigInt(irVersionOf(set)),
    producerName: 'Layerloom',
    opsetImport: Object.entries({ '': set, ...domains }).map(([domain, version]) => ({
      domain,
      version: BigInt(version),
    })),
    functions: functions.flatMap((held) => heldMessage(FunctionProtoSchema, held) ?? unheld()),
    graph: encodeGraph(graph),
  });
  return encodeModelFile(model);
}

/** The first that has a set: https://github.com/onnx/onnx/blob/main/docs/Versioning.md#released-versions */
export function irVersionOf(set: number): number {
  if (set <= opset) return irVersion;
  return set < 19
    ? irVersion
    : set < 21
      ? 9
      : set < 23
        ? 10
        : set < 24
          ? 11
          : set < 25
            ? 12
            : newestIrVersion;
}

function encodeGraph(graph: Graph): GraphProto {
  return create(GraphProtoSchema, {
    name: graph.name,
    node: graph.nodes.map(encodeNode),
    initializer: [...graph.initializers].map(([name, tensor]) => encodeTensor(name, tensor)),
    input: graph.inputs.map(encodeValueInfo),
    output: graph.outputs.map(encodeValueInfo),
  });
}

/** Most nodes of a network are the same from one edit to the next. */
const encodedNodes = new WeakMap<OpNode, NodeProto>();

function encodeNode(node: OpNode): NodeProto {
  const known = encodedNodes.get(node);
  if (known) return known;
  const made = create(NodeProtoSchema, {
    name: node.name,
    opType: node.type,
    ...(node.domain && { domain: node.domain }),
    input: [...node.inputs],
    output: [...node.outputs],
    attribute: Object.entries(node.attributes).map(([name, value]) => encodeAttribute(name, value)),
  });
  encodedNodes.set(node, made);
  return made;
}

function encodeAttribute(name: string, value: OpAttribute): Init<AttributeProto> & { name: string } {
  if ('held' in value) return heldAttribute(value.held, value.renamed) ?? unheld();
  if ('graph' in value) return { name, type: AttributeType.GRAPH, g: encodeGraph(value.graph) };
  if ('int' in value) return { name, type: AttributeType.INT, i: BigInt(value.int) };
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float };
  if ('tensor' in value)
    return {
      name,
      type: AttributeType.TENSOR,
      t: create(TensorProtoSchema, encodeTensor(name, value.tensor)),
    };
  if ('ints' in value) return { name, type: AttributeType.INTS, ints: value.ints.map(BigInt) };
  if ('floats' in value) return { name, type: AttributeType.FLOATS, floats: [...value.floats] };
  if ('texts' in value)
    return { name, type: AttributeType.STRINGS, strings: value.texts.map((text) => strToU8(text)) };
  return { name, type: AttributeType.STRING, s: strToU8(value.text) };
}

export function encodeTensor(name: string, tensor: Tensor) {
  if (tensor.dtype === 'string') {
    const texts = tensor.values as string[];
    const dims = tensor.shape.map(BigInt);
    return { name, dataType: DataType.STRING, dims, stringData: texts.map((text) => strToU8(text)) };
  }
  const values = tensor.values as Exclude<DtypeArrays[Dtype], string[]>;
  return {
    name,
    dataType: dataTypes[tensor.dtype],
    dims: tensor.shape.map(BigInt),
    rawData: new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength),
  };
}

function encodeValueInfo({ name, dtype, shape, held }: ValueInfo) {
  if (held !== undefined) return { name, type: heldMessage(TypeProtoSchema, held) ?? unheld() };
  if (!dtype) return { name };
  if (!shape) {
    return { name, type: { value: { case: 'tensorType' as const, value: { elemType: dataTypes[dtype] } } } };
  }
  return {
    name,
    type: {
      value: {
        case: 'tensorType' as const,
        value: {
          elemType: dataTypes[dtype],
          shape: {
            dim: shape.map((length) => ({
              value:
                typeof length === 'number'
                  ? { case: 'dimValue' as const, value: BigInt(length) }
                  : { case: 'dimParam' as const, value: length },
            })),
          },
        },
      },
    },
  };
}

function unheld(): never {
  throw new TypeError('documents are opened with messages alone that can be read');
}
