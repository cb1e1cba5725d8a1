/** The layers found in a model as nodes and wires, each a column further than what it reads. */
import {
  emptyDocument,
  edgeId,
  freshId,
  freshName,
  nodeOf,
  type Document,
  type Edge,
  type Node,
  type NodeId,
  type Tensors,
} from '../document/document';
import { applyEdit, nameLimit, type Edit } from '../document/edits';
import { layers } from '../layers/index';
import { outputPort } from '../layers/define';
import type { Match } from '../layers/match';
import type { Seen } from '../layers/seen';
import type { Graph } from '../onnx/graph';
import { isFloat } from '../tensor/tensor';

const column = 260;
const row = 180;

export function documentOf(graph: Graph, found: ReadonlyMap<Seen, Match>): Document {
  const places = new Map(graph.nodes.map((node, at) => [node, at]));
  const placeOf = ({ origin }: Seen) => (origin.op ? (places.get(origin.op) ?? 0) : -1);
  const ordered = [...found].sort(([one], [other]) => placeOf(one) - placeOf(other));
  const columns = new Map<Seen, number>();
  for (const [value, { inputs }] of ordered) {
    columns.set(value, Math.max(0, ...inputs.map((source) => (columns.get(source) ?? 0) + 1)));
  }
  const nodes = nodesOf(ordered, columns);
  const idOf = (value: Seen) => nodes.get(value)?.id ?? '';
  const wires = ordered.flatMap(([value, { layer, attributes, inputs }]) => {
    const ports = layer.inputs(attributes);
    return inputs.map((source, at): Edge => {
      const from = { node: idOf(source), port: outputPort };
      const to = { node: idOf(value), port: ports[at] ?? '' };
      return { id: edgeId(from, to), from, to };
    });
  });
  const parameters = ordered.flatMap(([value, match]): [string, Tensors][] =>
    match.parameters.size > 0 ? [[idOf(value), tensorsOf(match)]] : [],
  );
  return {
    ...emptyDocument,
    title: graph.name.slice(0, nameLimit) || emptyDocument.title,
    ...withAnswers([...nodes.values()], wires, answersIn(ordered).map(idOf)),
    parameters: Object.fromEntries(parameters),
  };
}

/**
 * Where the model reads on what it answers, or is given what nothing is made of, nothing but nodes behind them tells the
 * answers from the rest.
 */
function answersIn(ordered: readonly (readonly [Seen, Match])[]): readonly Seen[] {
  const read = new Set(ordered.flatMap(([, { inputs }]) => inputs));
  const answers = ordered.flatMap(([value]) => (value.origin.isAnswer ? [value] : []));
  const isPlain = ordered.every(([value]) => read.has(value) !== (value.origin.isAnswer === true));
  return isPlain ? [] : answers;
}

function withAnswers(
  nodes: readonly Node[],
  wires: readonly Edge[],
  answers: readonly NodeId[],
): Pick<Document, 'nodes' | 'edges'> {
  const marks = [...layers.values()].find(
    (layer) => layer.group === 'input and output' && layer.inputs({}).length === 1,
  );
  let document: Document = { ...emptyDocument, nodes, edges: wires };
  for (const answer of marks ? answers : []) {
    const source = nodeOf(document, answer);
    const id = freshId(new Set(document.nodes.map((node) => node.id)), marks?.kind ?? '');
    const { x = 0, y = 0 } = source?.position ?? {};
    const edits: readonly Edit[] = [
      { kind: 'add-node', layer: marks?.kind ?? '', position: { x: x + column, y: y + row / 2 }, id },
      { kind: 'connect', from: { node: answer, port: outputPort }, to: { node: id, port: 'x' } },
    ];
    document = edits.reduce(applyEdit, document);
  }
  return { nodes: document.nodes, edges: document.edges };
}

function nodesOf(
  ordered: readonly (readonly [Seen, Match])[],
  columns: ReadonlyMap<Seen, number>,
): ReadonlyMap<Seen, Node> {
  const nodes = new Map<Seen, Node>();
  const rows = new Map<number, number>();
  for (const [value, { layer, attributes }] of ordered) {
    const [x, known] = [columns.get(value) ?? 0, [...nodes.values()]];
    const y = rows.get(x) ?? 0;
    rows.set(x, y + 1);
    const name = namesOf(value.name, layer.kind).find(
      (wanted) => isReadable(wanted) && known.every((other) => other.name !== wanted),
    );
    nodes.set(value, {
      id: freshId(new Set(known.map(({ id }) => id)), layer.kind),
      kind: layer.kind,
      name: name ?? freshName({ ...emptyDocument, nodes: known }, layer.kind),
      attributes,
      position: { x: x * column, y: y * row },
    });
  }
  return nodes;
}

/** What a layer may be called by the value it answers, the best first. */
function namesOf(value: string, kind: string): readonly string[] {
  const module = moduleOf(value);
  return module === undefined ? [nameOf(value, kind)] : [module, `${module}.${kind}`];
}

/** PyTorch's name of a module, of what its exporter calls values: `/stem/stem.0/Conv_output_0` is of `stem.0`. */
function moduleOf(value: string): string | undefined {
  const [, path] = /^\/(.+)\/[A-Za-z]\w*_output_\d+$/.exec(value) ?? [];
  return path
    ?.split('/')
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

function tensorsOf({ parameters }: Match): Tensors {
  return Object.fromEntries(
    [...parameters].flatMap(([name, { origin }]) =>
      origin.tensor && isFloat(origin.tensor) ? [[name, origin.tensor]] : [],
    ),
  );
}
