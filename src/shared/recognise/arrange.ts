/** The parts found in a model as nodes and wires; where they stand is for others to say. */
import {
  emptyDocument,
  edgeId,
  endKey,
  freshId,
  FreshIds,
  nameLimit,
  type Document,
  type Edge,
  type End,
  type Node,
  type NodeId,
} from '../document/document';
import { applyEdit, type Edit } from '../document/edits';
import { firstPort } from '../document/infer';
import { isUsable } from '../document/value-names';
import { exit } from '../layers/ends';
import { outputPort } from '../layers/define';
import type { Seen } from '../layers/seen';
import type { Graph } from '../onnx/graph';
import type { Found } from './found';
import { modulesIn, Names } from './names';

const nowhere = { x: 0, y: 0 };

/** A part, with the node made of it. */
interface Placed {
  readonly found: Found;
  readonly node: Node;
}

export interface Made {
  readonly document: Document;
  /** The values of the file that layers answer, by their ends. */
  readonly layers: ReadonlyMap<string, string>;
  /** Those that anything answers. */
  readonly values: ReadonlyMap<string, string>;
  /** The modules that nodes are in by what the file calls them; of what the network is given nothing. */
  readonly paths: ReadonlyMap<NodeId, readonly string[]>;
}

export function documentOf(graph: Graph, parts: readonly Found[]): Made {
  const places = new Map(graph.nodes.map((node, at) => [node, at]));
  const placeOf = ({ outputs: [first] }: Found) => {
    const op = first?.value.origin.op;
    return op ? (places.get(op) ?? 0) : -1;
  };
  const ordered = [...parts].sort((one, other) => placeOf(one) - placeOf(other));
  const placed = nodesOf(ordered);
  const ends = new Map<Seen, End>();
  for (const { found, node } of placed) {
    for (const { port, value } of found.outputs) ends.set(value, { node: node.id, port });
  }
  const wires = placed.flatMap(({ found, node }) =>
    found.inputs.flatMap(({ port, value }): Edge[] => {
      const from = ends.get(value);
      const to = { node: node.id, port };
      return from ? [{ id: edgeId(from, to), from, to }] : [];
    }),
  );
  const constants = held(placed, ({ found }) => found.constants);
  const document: Document = {
    ...emptyDocument,
    title: graph.name.slice(0, nameLimit) || emptyDocument.title,
    ...withAnswers(placed, wires, answersIn(graph, placed)),
    parameters: held(placed, ({ found }) => found.parameters),
    ...(Object.keys(constants).length > 0 && { constants }),
  };
  const answered = placed.flatMap(({ node, found: { op, outputs } }) =>
    op
      ? []
      : outputs.flatMap(({ port, value }) =>
          value.origin.isGiven ? [] : [[endKey({ node: node.id, port }), value.name] as const],
        ),
  );
  const values = placed.flatMap(({ node, found: { outputs } }) =>
    outputs.map(({ port, value }) => [endKey({ node: node.id, port }), value.name] as const),
  );
  const paths = placed.flatMap(({ node, found: { called, outputs } }) =>
    outputs.some(({ value }) => value.origin.isGiven) ? [] : [[node.id, modulesIn(called)] as const],
  );
  return { document, layers: new Map(answered), values: new Map(values), paths: new Map(paths) };
}

/** What parts bring, by node; nothing of those that bring none. */
function held<T>(
  placed: readonly Placed[],
  of: (each: Placed) => Readonly<Record<string, T>>,
): Record<NodeId, Readonly<Record<string, T>>> {
  const all = placed.map((each) => [each.node.id, of(each)] as const);
  return Object.fromEntries(all.filter(([, brought]) => Object.keys(brought).length > 0));
}

/** A value that the model answers, with the node that makes it. */
interface Answering {
  readonly value: Seen;
  readonly at: End;
  /** The node does nothing but say that it is one. */
  readonly isMark: boolean;
}

function answersIn(graph: Graph, placed: readonly Placed[]): readonly Answering[] {
  const order = graph.outputs.map(({ name }) => name);
  return placed
    .flatMap(({ found, node }) =>
      found.outputs
        .filter(({ value }) => value.origin.isAnswer)
        .map(({ port, value }) => ({
          ...{ value, at: { node: node.id, port } },
          isMark: node.kind === exit.kind,
        })),
    )
    .sort((one, other) => order.indexOf(one.value.name) - order.indexOf(other.value.name));
}

/** Whether nodes that nothing reads are the answers: then none has to be marked as one. */
function isPlain(placed: readonly Placed[], answers: readonly Answering[]): boolean {
  const read = new Set(placed.flatMap(({ found }) => found.inputs.map(({ value }) => value)));
  return (
    answers.every(({ isMark }) => isMark === answers[0]?.isMark) &&
    placed.every(({ found: { outputs }, node }) => {
      const answered = outputs.filter(({ value }) => value.origin.isAnswer);
      const isRead = outputs.some(({ value }) => read.has(value));
      const isFirst = answered.length === 1 && answered[0]?.port === firstPort(node);
      return answered.length === 0 ? isRead : isFirst && !isRead;
    })
  );
}

/** Each answer called as the model calls it: where it is made, or on a node behind that marks it. */
function withAnswers(
  placed: readonly Placed[],
  wires: readonly Edge[],
  answers: readonly Answering[],
): Pick<Document, 'nodes' | 'edges'> {
  const isBare = isPlain(placed, answers);
  const names = new Map(
    answers.filter(({ isMark }) => isBare || isMark).map((answer) => [answer.at.node, answer] as const),
  );
  const nodes = placed.map(({ node }) => {
    const answer = names.get(node.id);
    return answer ? named(node, answer.at.port, answer.value.name) : node;
  });
  let document: Document = { ...emptyDocument, nodes, edges: wires };
  for (const { at, value } of answers.filter(({ isMark }) => !isBare && !isMark)) {
    const id = freshId(new Set(document.nodes.map((node) => node.id)), exit.kind);
    const edits: readonly Edit[] = [
      { kind: 'add-node', layer: exit.kind, position: nowhere, id },
      { kind: 'connect', from: at, to: { node: id, port: 'x' } },
    ];
    document = edits.reduce(applyEdit, document);
    document = {
      ...document,
      nodes: document.nodes.map((node) => (node.id === id ? named(node, outputPort, value.name) : node)),
    };
  }
  return { nodes: document.nodes, edges: document.edges };
}

/** With what the model calls a value of it, where the runtime can call it that. */
function named(node: Node, port: string, value: string): Node {
  return isUsable(value) ? { ...node, values: { ...node.values, [port]: value } } : node;
}

function nodesOf(ordered: readonly Found[]): readonly Placed[] {
  const ids = new FreshIds();
  const names = new Names(ordered.map(({ called }) => called));
  return ordered.map((found): Placed => {
    const kind = found.op?.type ?? found.kind;
    const name = names.nameFor(found.called, kind, found.op !== undefined);
    const id = ids.of(kind);
    const node: Node = {
      ...{ id, kind: found.kind, name, attributes: found.attributes },
      ...(found.op && { op: found.op }),
    };
    const [given] = found.outputs;
    const isGiven = given?.value.origin.isGiven === true;
    return { found, node: isGiven ? named(node, given.port, given.value.name) : node };
  });
}
