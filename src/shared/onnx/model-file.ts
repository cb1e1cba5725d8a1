/** Any .onnx file, hostile until parsed: what it holds, and a copy of it whose every value can be read. */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  ModelProtoSchema,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  ValueInfoProtoSchema,
  type GraphProto,
  type ModelProto,
  type TensorProto,
  type TypeProto,
} from 'onnx-buf';
import { problem, type Problem } from '../messages/problem';
import type { Dtype } from '../tensor/tensor';
import { dtypeOf } from './encode';

export type { ModelProto };

/** Errors: a problem when the bytes are no ONNX model. */
export function readModel(bytes: Uint8Array, file: string): ModelProto | Problem {
  const refuse = (reason: string): Problem => problem('model-unreadable', { file, reason });
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch {
    return refuse('it is damaged or of another format');
  }
  if (!model.graph) return refuse('it holds no graph');
  if (model.opsetImport.length === 0 && model.irVersion >= 3n) return refuse('it names no operator set');
  if (model.graph.output.length === 0) return refuse('its graph has no output');
  return model;
}

/** A tensor whose values lie in another file. */
export interface ExternalTensor {
  readonly tensor: string;
  readonly location: string;
  /** Byte range in that file; to its end without a length. */
  readonly offset: number;
  readonly length: number | undefined;
  /** Puts the values into the model. */
  inline(bytes: Uint8Array): void;
}

export function externalTensors(model: ModelProto): ExternalTensor[] {
  const tensors: TensorProto[] = [];
  for (const graph of graphsOf(model)) {
    tensors.push(...graph.initializer);
    for (const node of graph.node) {
      for (const attribute of node.attribute) {
        if (attribute.t) tensors.push(attribute.t);
        tensors.push(...attribute.tensors);
      }
    }
  }
  return tensors
    .filter((tensor) => tensor.dataLocation === DataLocation.EXTERNAL)
    .map((tensor) => {
      const entry = (key: string) => tensor.externalData.find((pair) => pair.key === key)?.value;
      const length = entry('length');
      return {
        tensor: tensor.name,
        location: entry('location') ?? '',
        offset: Number(entry('offset') ?? 0),
        length: length === undefined ? undefined : Number(length),
        inline(bytes) {
          tensor.rawData = new Uint8Array(bytes);
          tensor.dataLocation = DataLocation.DEFAULT;
          tensor.externalData = [];
        },
      };
    });
}

export interface ModelInput {
  readonly name: string;
  /** As people read it: `float32`, `sequence`, `bfloat16`. */
  readonly type: string;
  /** Undefined when a value of this type cannot be given to the runtime. */
  readonly dtype: Dtype | undefined;
  /** Undefined when the model does not say; a name or -1 for a size that is free. */
  readonly shape: readonly (number | string)[] | undefined;
  /** Whether the model brings its own value. */
  readonly hasInitializer: boolean;
}

export interface ModelNode {
  readonly name: string;
  readonly op: string;
  /** Names of its outputs, without the ones left out. */
  readonly outputs: readonly string[];
}

export interface ModelContents {
  readonly inputs: readonly ModelInput[];
  readonly nodes: readonly ModelNode[];
  readonly outputs: readonly string[];
}

/** What the model has at its top level, in the file's order. */
export function contentsOf(model: ModelProto): ModelContents {
  const graph = graphOf(model);
  const initializers = new Set(graph.initializer.map((tensor) => tensor.name));
  return {
    inputs: graph.input.map(({ name, type }) => ({
      name,
      hasInitializer: initializers.has(name),
      ...describeType(type),
    })),
    nodes: graph.node.map(({ name, opType, output }) => ({ name, op: opType, outputs: output.filter(Boolean) })),
    outputs: graph.output.map(({ name }) => name),
  };
}

function describeType(type: TypeProto | undefined): Pick<ModelInput, 'type' | 'dtype' | 'shape'> {
  const value = type?.value;
  if (value?.case !== 'tensorType') {
    return { type: value?.case?.replace('Type', '') ?? 'value of unknown type', dtype: undefined, shape: undefined };
  }
  const dtype = dtypeOf(value.value.elemType);
  const shape = value.value.shape?.dim.map((dimension) =>
    dimension.value.case === 'dimValue' ? Number(dimension.value.value) : (dimension.value.value ?? -1),
  );
  return { type: dtype ?? (DataType[value.value.elemType] ?? 'unknown').toLowerCase(), dtype, shape };
}

export interface TraceModel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The name each value has in `bytes`, where it differs from the model's own. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** What a node is called in a trace model; names in files may be missing or repeated. */
export const traceNodeName = (index: number): string => `n${index}_`;

/**
 * The model with the given values as its outputs and the given inputs free to be fed, even where the
 * file has an initializer for them (before IR 4 a runtime would drop the value given).
 */
export function encodeTraceModel(model: ModelProto, values: readonly string[], fed: readonly string[]): TraceModel {
  const copy = fromBinary(ModelProtoSchema, toBinary(ModelProtoSchema, model));
  const graph = graphOf(copy);
  for (const name of fed) freeInput(graph, name);
  graph.node.forEach((node, index) => (node.name = traceNodeName(index)));
  const described = new Map([...graph.valueInfo, ...graph.input, ...graph.output].map((info) => [info.name, info]));
  graph.output = [...new Set(values)].map((name) => described.get(name) ?? create(ValueInfoProtoSchema, { name }));
  const renamed = renameUnsafeValues(copy);
  return { bytes: toBinary(ModelProtoSchema, copy) as Uint8Array<ArrayBuffer>, renamed };
}

function freeInput(graph: GraphProto, name: string): void {
  const initializer = graph.initializer.find((tensor) => tensor.name === name);
  if (!initializer) return;
  graph.initializer = graph.initializer.filter((tensor) => tensor !== initializer);
  if (graph.input.some((input) => input.name === name)) return;
  graph.input.push(
    create(ValueInfoProtoSchema, {
      name,
      type: { value: { case: 'tensorType', value: { elemType: initializer.dataType } } },
    }),
  );
}

/** The runtime keeps values as properties of an object, where this one name cannot be a key. */
const unsafeName = '__proto__';

function renameUnsafeValues(model: ModelProto): ReadonlyMap<string, string> {
  const graphs = graphsOf(model);
  const names = new Set(graphs.flatMap((graph) => graph.node.flatMap((node) => [...node.input, ...node.output])));
  for (const graph of graphs) for (const { name } of [...graph.input, ...graph.output, ...graph.initializer]) names.add(name);
  if (!names.has(unsafeName)) return new Map();
  let safeName = 'proto';
  while (names.has(safeName)) safeName += '_';
  const rename = (name: string): string => (name === unsafeName ? safeName : name);
  for (const graph of graphs) {
    for (const named of [...graph.input, ...graph.output, ...graph.initializer, ...graph.valueInfo]) {
      named.name = rename(named.name);
    }
    for (const node of graph.node) {
      node.input = node.input.map(rename);
      node.output = node.output.map(rename);
    }
  }
  return new Map([[unsafeName, safeName]]);
}

function graphOf(model: ModelProto): GraphProto {
  if (!model.graph) throw new TypeError('readModel accepts no model without a graph');
  return model.graph;
}

/** The main graph and every graph inside its nodes (branches of If, bodies of Loop and Scan). */
function graphsOf(model: ModelProto): GraphProto[] {
  const found: GraphProto[] = [];
  const pending = [graphOf(model)];
  for (let graph = pending.pop(); graph; graph = pending.pop()) {
    found.push(graph);
    for (const node of graph.node) {
      for (const attribute of node.attribute) {
        if (attribute.g) pending.push(attribute.g);
        pending.push(...attribute.graphs);
      }
    }
  }
  return found;
}
