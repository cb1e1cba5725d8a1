/** The main graph of a model file as the app builds graphs itself, so that layers can be looked for in it. */
import { type ModelProto, type NodeProto, type ValueInfoProto } from 'onnx-buf';
import type { Dtype, Tensor } from '../tensor/tensor';
import { fileReasons } from '../messages/reasons';
import { decodeTensor } from './decode-tensor';
import { dtypeOf } from './encode';
import type { Graph, OpNode, ValueInfo } from './graph';
import { capturedBy } from './held';
import { contentsOf, describeType, externalTensors, typeName } from './model-file';
import { constantsIn, graphOf, isStandard } from './model-parts';
import { isStorable } from '../tensor/safetensors';
import { opNodeOf } from './op-nodes';

/** A graph as it stands in a file, with what of it is not in a form that layers use. */
/** An input as a file states it. */
export interface StatedInput {
  readonly name: string;
  readonly dtype: Dtype;
  /** A size that is open by its name, or below 1; none where the file does not say. */
  readonly shape: readonly (number | string)[];
  /** What it is where nothing is given. */
  readonly byDefault?: Tensor;
}

export interface DecodedGraph extends Graph {
  readonly inputs: readonly StatedInput[];
  /** Values that graphs within the graph read. */
  readonly captured: ReadonlySet<string>;
  /** The set that says what its operators mean. */
  readonly opset: number;
  /** Tensors that cannot be read, by name: of another type, as people read it, or of another size than they say. */
  readonly unread: ReadonlyMap<string, string | undefined>;
  /** Names that the file gives to several tensors, or to several of its inputs. */
  readonly twice: readonly string[];
  /** Where tensors lie that are in other files. */
  readonly elsewhere: ReadonlyMap<string, string>;
}

const decoded = new WeakMap<ModelProto, DecodedGraph>();

/** Once for each model, since its numbers are copied: `forgetGraph` after it was changed. */
export function decodeGraph(model: ModelProto): DecodedGraph {
  const known = decoded.get(model) ?? decode(model);
  decoded.set(model, known);
  return known;
}

export function forgetGraph(model: ModelProto): void {
  decoded.delete(model);
}

function decode(model: ModelProto): DecodedGraph {
  const graph = graphOf(model);
  const tensors = constantsIn(graph);
  const names = new Set(tensors.map(([name]) => name));
  const optional = optionalInputs(model);
  const own = new Set(model.functions.filter(({ domain }) => isStandard(domain)).map(({ name }) => name));
  const numbers = tensors.filter(([name]) => !optional.has(name));
  const read = numbers.map(([name, tensor]) => [name, tensor, decodeTensor(tensor)] as const);
  return {
    name: graph.name,
    opset: opsetOf(model),
    inputs: contentsOf(model).inputs.flatMap(({ name, dtype, shape }): StatedInput[] =>
      dtype ? [{ name, dtype, shape: shape ?? [], ...optional.get(name) }] : [],
    ),
    outputs: graph.output.map(({ name, type }: ValueInfoProto): ValueInfo => ({
      name,
      shape: describeType(type).shape,
    })),
    initializers: new Map(
      read.flatMap(([name, , tensor]): [string, Tensor][] => (tensor ? [[name, tensor]] : [])),
    ),
    unread: new Map(
      read.flatMap(([name, { dataType }, tensor]): [string, string | undefined][] =>
        tensor ? [] : [[name, isReadable(dataType) ? undefined : typeName(dataType)]],
      ),
    ),
    captured: new Set(graph.node.flatMap(capturedBy)),
    twice: [...repeated(tensors.map(([name]) => name)), ...repeated(graph.input.map(({ name }) => name))],
    elsewhere: new Map(externalTensors(model).map(({ tensor, location }) => [tensor, location])),
    nodes: graph.node
      .filter(({ output }) => !names.has(output[0] ?? ''))
      .map((node) => decodeNode(node, own.has(node.opType))),
  };
}

/**
 * Inputs with a number for where nothing is given. Before IR 4 all numbers had to be inputs, and exporters kept listing
 * them: where each of several is one, they are weights.
 */
export function optionalInputs(model: ModelProto): ReadonlyMap<string, { readonly byDefault: Tensor }> {
  const { input, initializer } = graphOf(model);
  const listed = new Set(input.map(({ name }) => name));
  const found = model.irVersion < 4n ? [] : initializer.filter(({ name }) => listed.has(name));
  const isHabit = found.length > 1 && found.length === initializer.length;
  return new Map(
    (isHabit ? [] : found).flatMap((tensor) => {
      const byDefault = decodeTensor(tensor);
      return byDefault && isStorable(byDefault.dtype) ? [[tensor.name, { byDefault }] as const] : [];
    }),
  );
}

function repeated(names: readonly string[]): readonly string[] {
  const known = new Set<string>();
  return names.filter((name) => {
    const { size } = known;
    return known.add(name).size === size;
  });
}

/** 1 where none is named, as before there were sets; where several are, what they mean cannot be told. */
function opsetOf({ opsetImport }: ModelProto): number {
  const sets = new Set(opsetImport.filter(({ domain }) => isStandard(domain)).map(({ version }) => version));
  const [set = 1n] = sets;
  return sets.size > 1 ? 1 : Number(set);
}

/** An operator of another domain, of the file's own, or told what no operator here is told is another operator. */
function decodeNode(node: NodeProto, isOwn: boolean): OpNode {
  const plain = opNodeOf(node);
  const op = { ...plain, type: plain.type === '' ? fileReasons.unnamedOperator : plain.type };
  if (!isStandard(node.domain)) return { ...op, type: `${node.domain}.${op.type}` };
  const told = node.attribute.find(({ name }) => !Object.hasOwn(op.attributes, name))?.name;
  if (!isOwn && told === undefined) return op;
  return { ...op, type: told === undefined ? `${op.type}()` : `${op.type}(${told})` };
}

function isReadable(dataType: number): boolean {
  return dtypeOf(dataType) !== undefined;
}
