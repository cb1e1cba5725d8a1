/** A copy of a model whose every value can be read and whose every input can be given. */
import { create, fromBinary } from '@bufbuild/protobuf';
import {
  ModelProtoSchema,
  TensorProto_DataType as DataType,
  TensorProtoSchema,
  ValueInfoProtoSchema,
  type GraphProto,
  type ModelProto,
  type TensorProto,
} from 'onnx-buf';
import { encodeModelFile } from './model-bytes';
import { graphOf, initializersOf, partsOf, tensorsOf } from './model-parts';

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
  const copy = copyModel(model);
  const graph = graphOf(copy);
  for (const name of fed) freeInput(graph, name);
  for (const { node } of partsOf(copy).graphs) for (const inner of node) inner.name = '';
  graph.node.forEach((node, index) => (node.name = traceNodeName(index)));
  const described = new Map(graph.output.map((info) => [info.name, info]));
  graph.output = [...new Set(values)].map(
    (name) => described.get(name) ?? create(ValueInfoProtoSchema, { name }),
  );
  if (values.length === 0) addPlaceholder(graph);
  const renamed = renameUnsafeValues(copy);
  return { bytes: encodeModelFile(copy), renamed };
}

/** A copy that shares the weights' bytes: large models are mostly those, and nothing here changes them. */
function copyModel(model: ModelProto): ModelProto {
  const weights = new Map<
    number,
    { readonly tensor: TensorProto; readonly bytes: Uint8Array<ArrayBuffer> }
  >();
  for (const [at, tensor] of tensorsOf(model).entries()) {
    // Tensors that keep their values elsewhere must not come to have raw ones, not even none.
    if (tensor.rawData.length > 0) weights.set(at, { tensor, bytes: tensor.rawData });
  }
  try {
    for (const { tensor } of weights.values()) tensor.rawData = new Uint8Array();
    const copy = fromBinary(ModelProtoSchema, encodeModelFile(model));
    for (const [at, tensor] of tensorsOf(copy).entries()) {
      const kept = weights.get(at);
      if (kept) tensor.rawData = kept.bytes;
    }
    return copy;
  } finally {
    for (const { tensor, bytes } of weights.values()) tensor.rawData = bytes;
  }
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
    ...graph.input,
    ...graph.output,
    ...graph.initializer,
    ...graph.valueInfo,
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
