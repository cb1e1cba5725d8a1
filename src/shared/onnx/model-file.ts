/** Any .onnx file, hostile until parsed: what it holds, and a copy of it whose every value can be read. */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  ModelProtoSchema,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  TensorProtoSchema,
  ValueInfoProtoSchema,
  type GraphProto,
  type ModelProto,
  type NodeProto,
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

/** The model as the bytes of an .onnx file. */
export function encodeModelFile(model: ModelProto): Uint8Array<ArrayBuffer> {
  return toBinary(ModelProtoSchema, model);
}

/** A tensor whose values lie in another file. */
export interface ExternalTensor {
  readonly tensor: string;
  readonly location: string;
  /** Byte range in that file; to its end without a length. */
  readonly offset: number;
  readonly length: number | undefined;
  /** Puts the values into the model. */
  inline(bytes: Uint8Array<ArrayBuffer>): void;
}

export function externalTensors(model: ModelProto): ExternalTensor[] {
  return tensorsOf(model)
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
          tensor.rawData = bytes;
          tensor.dataLocation = DataLocation.DEFAULT;
          tensor.externalData = [];
        },
      };
    });
}

/** Every tensor in the file: weights and the constants among the nodes' attributes. */
function tensorsOf(model: ModelProto): TensorProto[] {
  const { graphs, nodes } = partsOf(model);
  const attributes = nodes.flatMap((node) => node.attribute);
  const sparse = [
    ...graphs.flatMap((graph) => graph.sparseInitializer),
    ...attributes.flatMap(({ sparseTensor, sparseTensors }) => [sparseTensor, ...sparseTensors]),
  ];
  const tensors = [
    ...graphs.flatMap((graph) => graph.initializer),
    ...attributes.flatMap(({ t, tensors }) => [t, ...tensors]),
    ...sparse.flatMap((tensor) => [tensor?.values, tensor?.indices]),
  ];
  return tensors.filter((tensor) => tensor !== undefined);
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
  /** Values the model brings for itself; they can be given all the same. */
  readonly constants: readonly ModelInput[];
  readonly nodes: readonly ModelNode[];
  readonly outputs: readonly string[];
}

/** What the model has at its top level, in the file's order. */
export function contentsOf(model: ModelProto): ModelContents {
  const graph = graphOf(model);
  const initializers = initializersOf(graph);
  const inputs = new Set(graph.input.map(({ name }) => name));
  return {
    inputs: graph.input.map(({ name, type }) => ({
      name,
      hasInitializer: initializers.has(name),
      ...describeType(type),
    })),
    constants: [...initializers]
      .filter(([name]) => !inputs.has(name))
      .map(([name, { dataType, dims }]) => ({
        name,
        hasInitializer: true,
        type: typeName(dataType),
        dtype: dtypeOf(dataType),
        shape: dims.map(Number),
      })),
    nodes: graph.node.map(({ name, opType, output }) => ({
      name,
      op: opType,
      outputs: output.filter(Boolean),
    })),
    outputs: graph.output.map(({ name }) => name),
  };
}

/** What the file says of its values' types, as people read them. */
export function typesOf(model: ModelProto): ReadonlyMap<string, string> {
  const { valueInfo, output } = graphOf(model);
  return new Map([...valueInfo, ...output].map(({ name, type }) => [name, describeType(type).type]));
}

/** Weights by name; of a sparse one its values, but in the shape of the whole. */
function initializersOf(graph: GraphProto): Map<string, Pick<TensorProto, 'dataType' | 'dims'>> {
  const dense = graph.initializer.map((tensor): [string, TensorProto] => [tensor.name, tensor]);
  const sparse = graph.sparseInitializer.map(
    ({ values, dims }): [string, Pick<TensorProto, 'dataType' | 'dims'>] => [
      values?.name ?? '',
      { dataType: values?.dataType ?? 0, dims },
    ],
  );
  return new Map([...dense, ...sparse]);
}

function describeType(type: TypeProto | undefined): Pick<ModelInput, 'type' | 'dtype' | 'shape'> {
  const value = type?.value;
  if (value?.case !== 'tensorType') {
    return {
      type: value?.case?.replace('Type', '') ?? 'value of unknown type',
      dtype: undefined,
      shape: undefined,
    };
  }
  const { elemType } = value.value;
  const shape = value.value.shape?.dim.map((dimension) =>
    dimension.value.case === 'dimValue' ? Number(dimension.value.value) : (dimension.value.value ?? -1),
  );
  return { type: typeName(elemType), dtype: dtypeOf(elemType), shape };
}

/** An element type by ONNX's number, as people read it. */
export function typeName(dataType: number): string {
  return dtypeOf(dataType) ?? (DataType[dataType] ?? 'unknown').toLowerCase();
}

export interface TraceModel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The name each value has in `bytes`, where it differs from the model's own. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** What a node is called in a trace model; names in files may be missing or repeated. */
const traceNodeName = (index: number): string => `n${index}_`;

/** The index of the node that a name from the runtime belongs to; the runtime lengthens names where it splits nodes. */
export function tracedNodeIndex(name: string): number | undefined {
  const digits = /^n(\d+)_/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * The model with the given values as its outputs and the given inputs free to be fed, even where the
 * file has an initializer for them (before IR 4 a runtime would drop the value given). Without values it
 * has one output of no meaning, since nothing runs for no output.
 */
export function encodeTraceModel(
  model: ModelProto,
  values: readonly string[],
  fed: readonly string[],
): TraceModel {
  const copy = fromBinary(ModelProtoSchema, encodeModelFile(model));
  const graph = graphOf(copy);
  for (const name of fed) freeInput(graph, name);
  for (const { node } of graphsOf(copy)) for (const inner of node) inner.name = '';
  graph.node.forEach((node, index) => (node.name = traceNodeName(index)));
  const described = new Map(graph.output.map((info) => [info.name, info]));
  graph.output = [...new Set(values)].map(
    (name) => described.get(name) ?? create(ValueInfoProtoSchema, { name }),
  );
  if (values.length === 0) addPlaceholder(graph);
  const renamed = renameUnsafeValues(copy);
  return { bytes: encodeModelFile(copy), renamed };
}

function addPlaceholder(graph: GraphProto): void {
  const taken = new Set([
    ...graph.node.flatMap(({ input, output }) => [...input, ...output]),
    ...[...graph.input, ...graph.initializer].map(({ name }) => name),
  ]);
  let name = 'nothing';
  while (taken.has(name)) name += '_';
  graph.initializer.push(create(TensorProtoSchema, { name, dataType: DataType.BOOL, int32Data: [0] }));
  graph.output.push(create(ValueInfoProtoSchema, { name }));
}

function freeInput(graph: GraphProto, name: string): void {
  const initializer = initializersOf(graph).get(name);
  if (!initializer) return;
  graph.initializer = graph.initializer.filter((tensor) => tensor.name !== name);
  graph.sparseInitializer = graph.sparseInitializer.filter((tensor) => tensor.values?.name !== name);
  if (graph.input.some((input) => input.name === name)) return;
  graph.input.push(
    create(ValueInfoProtoSchema, {
      name,
      type: { value: { case: 'tensorType', value: { elemType: initializer.dataType } } },
    }),
  );
}

/** The runtime keeps values as properties of an object, where one name cannot be a key, and ends names at a null. */
function isUnsafe(name: string): boolean {
  return name === '__proto__' || name.includes('\0');
}

function renameUnsafeValues(model: ModelProto): ReadonlyMap<string, string> {
  const { graphs, nodes } = partsOf(model);
  const named = graphs.flatMap((graph) => [
    ...[...graph.input, ...graph.output, ...graph.initializer, ...graph.valueInfo],
    ...graph.sparseInitializer.flatMap(({ values }) => values ?? []),
  ]);
  const names = new Set(nodes.flatMap((node) => [...node.input, ...node.output]));
  for (const { name } of named) names.add(name);
  const renamed = new Map<string, string>();
  for (const name of names) {
    if (!isUnsafe(name)) continue;
    let safe = `renamed_${renamed.size}`;
    while (names.has(safe)) safe += '_';
    renamed.set(name, safe);
  }
  if (renamed.size === 0) return renamed;
  const rename = (name: string): string => renamed.get(name) ?? name;
  for (const value of named) value.name = rename(value.name);
  for (const body of [...nodes, ...model.functions]) {
    body.input = body.input.map(rename);
    body.output = body.output.map(rename);
  }
  return renamed;
}

function graphOf(model: ModelProto): GraphProto {
  if (!model.graph) throw new TypeError('readModel accepts no model without a graph');
  return model.graph;
}

/** The main graph and every graph inside its nodes (branches of If, bodies of Loop and Scan). */
function graphsOf(model: ModelProto): GraphProto[] {
  return partsOf(model).graphs;
}

/** Graphs at any depth, and their nodes with those of the model's own functions. */
function partsOf(model: ModelProto): { readonly graphs: GraphProto[]; readonly nodes: NodeProto[] } {
  const graphs: GraphProto[] = [];
  const nodes = model.functions.flatMap((body) => body.node);
  const pending = [graphOf(model), ...nodes.flatMap(innerGraphs)];
  for (let graph = pending.pop(); graph; graph = pending.pop()) {
    graphs.push(graph);
    // One at a time: a graph can have more nodes than a call takes arguments.
    for (const node of graph.node) {
      nodes.push(node);
      pending.push(...innerGraphs(node));
    }
  }
  return { graphs, nodes };
}

function innerGraphs(node: NodeProto): GraphProto[] {
  return node.attribute.flatMap(({ g, graphs }) => (g ? [g, ...graphs] : graphs));
}
