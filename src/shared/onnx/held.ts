/** Parts of a model file kept as they are, in a form that documents can hold: base64 of ONNX's own messages. */
import { fromBinary, toBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { base64Decode, base64Encode } from '@bufbuild/protobuf/wire';
import {
  AttributeProtoSchema,
  FunctionProtoSchema,
  TypeProtoSchema,
  type AttributeProto,
  type GraphProto,
  type NodeProto,
} from 'onnx-buf';
import { isDamage } from '../tensor/damage';

export function hold<D extends DescMessage>(schema: D, message: MessageShape<D>): string {
  return base64Encode(toBinary(schema, message));
}

/** Undefined where it is no such message: documents come from files. */
export function heldMessage<D extends DescMessage>(schema: D, held: string): MessageShape<D> | undefined {
  try {
    return fromBinary(schema, base64Decode(held));
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}

/** The attribute, with what its graphs read of the values around them under other names. */
export function heldAttribute(
  held: string,
  renamed: ReadonlyMap<string, string> = new Map(),
): AttributeProto | undefined {
  const attribute = heldMessage(AttributeProtoSchema, held);
  if (attribute && renamed.size > 0) for (const graph of graphsOf(attribute)) rename(graph, renamed);
  return attribute;
}

export const isHeldAttribute = (held: string): boolean =>
  heldMessage(AttributeProtoSchema, held) !== undefined;

export const isHeldFunction = (held: string): boolean => heldMessage(FunctionProtoSchema, held) !== undefined;

export const isHeldType = (held: string): boolean => heldMessage(TypeProtoSchema, held) !== undefined;

/** What a function of a model is called, with whose it is. */
export function heldFunctionName(held: string): string {
  const { domain = '', name = '' } = heldMessage(FunctionProtoSchema, held) ?? {};
  return domain === '' ? name : `${domain}.${name}`;
}

/** Values around a node that the graphs among its attributes read, each once. */
export function capturedBy({ attribute }: Pick<NodeProto, 'attribute'>): readonly string[] {
  const captured = new Set<string>();
  const look = (graph: GraphProto, outer: ReadonlySet<string>): void => {
    const own = new Set([...outer, ...ownValues(graph)]);
    const read = [...graph.node.flatMap(({ input }) => input), ...graph.output.map(({ name }) => name)];
    for (const name of read) if (name !== '' && !own.has(name)) captured.add(name);
    for (const node of graph.node) for (const inner of innerGraphs(node)) look(inner, own);
  };
  for (const graph of innerGraphs({ attribute })) look(graph, new Set());
  return [...captured];
}

function rename(graph: GraphProto, names: ReadonlyMap<string, string>): void {
  const own = ownValues(graph);
  const outer = new Map([...names].filter(([name]) => !own.has(name)));
  if (outer.size === 0) return;
  for (const node of graph.node) {
    node.input = node.input.map((name) => outer.get(name) ?? name);
    for (const inner of innerGraphs(node)) rename(inner, outer);
  }
  for (const output of graph.output) output.name = outer.get(output.name) ?? output.name;
}

function ownValues(graph: GraphProto): ReadonlySet<string> {
  return new Set([
    ...[...graph.input, ...graph.initializer].map(({ name }) => name),
    ...graph.sparseInitializer.flatMap(({ values }) => values?.name ?? []),
    ...graph.node.flatMap(({ output }) => output),
  ]);
}

const innerGraphs = ({ attribute }: Pick<NodeProto, 'attribute'>): readonly GraphProto[] =>
  attribute.flatMap(graphsOf);

function graphsOf({ g, graphs }: AttributeProto): readonly GraphProto[] {
  return g ? [g, ...graphs] : graphs;
}
