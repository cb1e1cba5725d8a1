/** Layers, wires and notes taken away, with all that belongs to them. */
import { type Document, type NodeId } from './document';
import { withNotes } from './notes';

export function remove(
  before: Document,
  nodes: ReadonlySet<NodeId>,
  edges: ReadonlySet<string>,
  notes: ReadonlySet<string> = new Set(),
): Document {
  const isKept = (id: NodeId) => !nodes.has(id);
  const left = before.notes?.filter(({ id }) => !notes.has(id)) ?? [];
  const document = left.length === (before.notes?.length ?? 0) ? before : withNotes(before, left);
  const isUntouched =
    document.nodes.every(({ id }) => isKept(id)) && !document.edges.some(({ id }) => edges.has(id));
  if (isUntouched) return document;
  return {
    ...document,
    nodes: document.nodes.filter(({ id }) => isKept(id)),
    edges: document.edges.filter(
      ({ id, from, to }) => !edges.has(id) && isKept(from.node) && isKept(to.node),
    ),
    groups: document.groups
      .map((frame) => ({ ...frame, nodes: frame.nodes.filter(isKept) }))
      .filter((frame) => frame.nodes.length > 0),
    places: new Map([...document.places].filter(([id]) => isKept(id))),
    parameters: omit(document.parameters, nodes),
    inputs: omit(document.inputs, nodes),
    ...(document.constants && { constants: omit(document.constants, nodes) }),
  };
}

function omit<T>(record: Readonly<Record<string, T>>, keys: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.has(key)));
}
