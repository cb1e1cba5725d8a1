/** The layers found in a model as nodes and wires, each a column further than what it reads. */
import {
  emptyDocument,
  edgeId,
  freshId,
  freshName,
  type Document,
  type Edge,
  type Node,
  type Tensors,
} from '../document/document';
import { nameLimit } from '../document/edits';
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
  const edges = ordered.flatMap(([value, { layer, attributes, inputs }]) => {
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
    nodes: [...nodes.values()],
    edges,
    parameters: Object.fromEntries(parameters),
  };
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
    const name = nameOf(value.name, layer.kind);
    const isFree = isReadable(name) && known.every((other) => other.name !== name);
    nodes.set(value, {
      id: freshId(new Set(known.map(({ id }) => id)), layer.kind),
      kind: layer.kind,
      name: isFree ? name : freshName({ ...emptyDocument, nodes: known }, layer.kind),
      attributes,
      position: { x: x * column, y: y * row },
    });
  }
  return nodes;
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
