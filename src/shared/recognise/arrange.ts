/** The parts found in a model as nodes and wires, each a column further than what it reads. */
import {
  emptyDocument,
  edgeId,
  freshId,
  nodeOf,
  type Document,
  type Edge,
  type End,
  type Node,
  type NodeId,
} from '../document/document';
import { applyEdit, nameLimit, type Edit } from '../document/edits';
import { layers } from '../layers/index';
import { outputPort } from '../layers/define';
import type { Seen } from '../layers/seen';
import type { Graph } from '../onnx/graph';
import type { Found } from './found';

const column = 260;
const row = 180;

/** A part, with the node made of it. */
interface Placed {
  readonly found: Found;
  readonly node: Node;
}

export function documentOf(
  graph: Graph,
  parts: readonly Found[],
): { readonly document: Document; readonly layers: ReadonlyMap<NodeId, string> } {
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
    op ? [] : outputs.flatMap(({ value }) => (value.origin.isGiven ? [] : [[node.id, value.name] as const])),
  );
  return { document, layers: new Map(answered) };
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

const marks = [...layers.values()].find(
  (layer) => layer.group === 'input and output' && layer.inputs({}).length === 1,
);

function answersIn(graph: Graph, placed: readonly Placed[]): readonly Answering[] {
  const order = graph.outputs.map(({ name }) => name);
  return placed
    .flatMap(({ found, node }) =>
      found.outputs
        .filter(({ value }) => value.origin.isAnswer)
        .map(({ port, value }) => ({
          ...{ value, at: { node: node.id, port } },
          isMark: node.kind === marks?.kind,
        })),
    )
    .sort((one, other) => order.indexOf(one.value.name) - order.indexOf(other.value.name));
}

/** Whether nodes that nothing reads are the answers: then none has to be marked as one. */
function isPlain(placed: readonly Placed[], answers: readonly Answering[]): boolean {
  const read = new Set(placed.flatMap(({ found }) => found.inputs.map(({ value }) => value)));
  return (
    answers.every(({ isMark }) => isMark === answers[0]?.isMark) &&
    placed.every(
      ({
        found: {
          outputs: [first, ...others],
        },
      }) => {
        const isAnswer = first?.value.origin.isAnswer === true;
        return (
          first && read.has(first.value) !== isAnswer && others.every(({ value }) => !value.origin.isAnswer)
        );
      },
    )
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
    const source = nodeOf(document, at.node);
    const id = freshId(new Set(document.nodes.map((node) => node.id)), marks?.kind ?? '');
    const { x = 0, y = 0 } = source?.position ?? {};
    const edits: readonly Edit[] = [
      { kind: 'add-node', layer: marks?.kind ?? '', position: { x: x + column, y: y + row / 2 }, id },
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
  const isSafe = value !== '__proto__' && !value.includes('\0') && value.length <= nameLimit;
  return isSafe ? { ...node, values: { ...node.values, [port]: value } } : node;
}

function nodesOf(ordered: readonly Found[]): readonly Placed[] {
  const columns = new Map<Seen, number>();
  const rows = new Map<number, number>();
  const ids = new Set<NodeId>();
  const outer = outerModules(ordered);
  const names = new Set<string>();
  return ordered.map((found): Placed => {
    const x = Math.max(0, ...found.inputs.map(({ value }) => (columns.get(value) ?? 0) + 1));
    for (const { value } of found.outputs) columns.set(value, x);
    const y = rows.get(x) ?? 0;
    rows.set(x, y + 1);
    const kind = found.op?.type ?? found.kind;
    const wanted = found.called.flatMap((name) => namesOf(name, kind, found.op !== undefined, outer));
    const readable = wanted.filter(isReadable);
    const name =
      readable.find((each) => !names.has(each)) ??
      numbered(readable.at(-1) ?? kind, names, readable.length + 1);
    const id = freshId(ids, kind);
    ids.add(id);
    names.add(name);
    const node: Node = {
      ...{ id, kind: found.kind, name, attributes: found.attributes },
      ...(found.op && { op: found.op }),
      position: { x: x * column, y: y * row },
    };
    const [given] = found.outputs;
    const isGiven = given?.value.origin.isGiven === true;
    return { found, node: isGiven ? named(node, given.port, given.value.name) : node };
  });
}

function numbered(name: string, taken: ReadonlySet<string>, from: number): string {
  for (let number = Math.min(from, 2); ; number++) {
    const wanted = `${name} ${number}`;
    if (!taken.has(wanted)) return wanted;
  }
}

/** What a part may be called by a name of the file, the best first. */
function namesOf(
  name: string,
  kind: string,
  isOperator: boolean,
  outer: ReadonlySet<string>,
): readonly string[] {
  const module = moduleOf(name) ?? (isOperator ? undefined : outerOf(name));
  if (isOperator) return [module ? `${module}.${kind}` : (pathOf(name) ?? nameOf(name, kind))];
  if (module === undefined) return [nameOf(name, kind)];
  // What a module with modules in it computes itself is not that module.
  return outer.has(module) ? [`${module}.${kind}`] : [module, `${module}.${kind}`];
}

/** PyTorch's name of a module, of what its exporter calls values: `/stem/stem.0/Conv_output_0` is of `stem.0`. */
function moduleOf(value: string): string | undefined {
  const [, path] = /^\/(.+)\/[A-Za-z]\w*_output_\d+$/.exec(value) ?? [];
  return path === undefined ? undefined : dotted(path);
}

/** Modules that have others in them: the modules of operators are told by their names alone. */
function outerModules(all: readonly Found[]): ReadonlySet<string> {
  const modules = all.flatMap(({ called }) =>
    called.flatMap((name) => moduleOf(name) ?? outerOf(name) ?? []),
  );
  return new Set(
    modules.flatMap((module) => {
      const parts = module.split('.');
      return parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join('.'));
    }),
  );
}

/** The module that an operator of that name is in: `/stem/stem.0/Conv` is in `stem.0`. */
function outerOf(name: string): string | undefined {
  const [, path] = /^\/(.+)\/[A-Za-z]\w*$/.exec(name) ?? [];
  return path === undefined ? undefined : dotted(path);
}

/** What its exporter calls operators: `/stem/stem.0/Conv` is `stem.0.Conv`. */
function pathOf(name: string): string | undefined {
  return name.startsWith('/') ? dotted(name.slice(1)) : undefined;
}

function dotted(path: string): string {
  return path
    .split('/')
    .reduce(
      (outer, inner) => (inner.startsWith(`${outer}.`) ? inner : outer ? `${outer}.${inner}` : inner),
      '',
    );
}

/** `linear_1` is `Linear 1`: names of values have no blanks, and those of this app no capitals. */
function nameOf(value: string, kind: string): string {
  const name = value.replaceAll('_', ' ');
  const stem = `${kind.toLowerCase()} `;
  return name.startsWith(stem) ? `${kind} ${name.slice(stem.length)}` : name;
}

/** What people call things, not what a program calls its values. */
const isReadable = (name: string): boolean => /^[A-Za-z][\w .-]{0,39}$/.test(name);
