/** Part of a document copied, and put in again: pasted, or as a block. */
import { initialAttributes } from '../layers/find';
import { layerOf } from '../layers/layer-of';
import {
  edgeId,
  freshId,
  freshName,
  idsOf,
  type Document,
  type Edge,
  type Node,
  type NodeId,
  type Position,
} from './document';
import { group } from './groups';

/** Part of a document, as copied. */
export type Fragment = Pick<Document, 'nodes' | 'edges' | 'groups' | 'parameters' | 'inputs'>;

/** The nodes with what belongs to them, to be pasted elsewhere. */
export function copyNodes(document: Document, ids: readonly NodeId[]): Fragment {
  const kept = new Set(ids);
  return {
    nodes: document.nodes.filter(({ id }) => kept.has(id)),
    edges: document.edges.filter(({ from, to }) => kept.has(from.node) && kept.has(to.node)),
    groups: document.groups.filter(({ nodes }) => nodes.every((id) => kept.has(id))),
    parameters: pick(document.parameters, kept),
    inputs: pick(document.inputs, kept),
  };
}

/** Wires, groups and tensors come along where they belong to the nodes that are pasted. */
export function paste(document: Document, content: Fragment, offset: Position): Document {
  if (content.nodes.length === 0) return document;
  let pasted = document;
  const ids = new Map<NodeId, NodeId>();
  for (const copied of content.nodes) {
    const node = completed(copied);
    const id = freshId(idsOf(pasted), node.kind);
    ids.set(node.id, id);
    const position = { x: node.position.x + offset.x, y: node.position.y + offset.y };
    pasted = {
      ...pasted,
      nodes: [...pasted.nodes, { ...node, id, name: freshName(pasted, node.kind), position }],
    };
  }
  const renamed = <T>(record: Readonly<Record<NodeId, T>>) =>
    Object.fromEntries(
      Object.entries(record).flatMap(([id, value]): [NodeId, T][] => {
        const fresh = ids.get(id);
        return fresh === undefined ? [] : [[fresh, value]];
      }),
    );
  const edges = content.edges.flatMap(({ from, to }): Edge[] => {
    const source = ids.get(from.node);
    const target = ids.get(to.node);
    if (source === undefined || target === undefined) return [];
    const start = { ...from, node: source };
    const end = { ...to, node: target };
    return [{ id: edgeId(start, end), from: start, to: end }];
  });
  const whole: Document = {
    ...pasted,
    edges: [...pasted.edges, ...edges],
    parameters: { ...pasted.parameters, ...renamed(content.parameters) },
    inputs: { ...pasted.inputs, ...renamed(content.inputs) },
  };
  return content.groups.reduce(
    (grown, { name, nodes, isClosed = false }) =>
      group(
        grown,
        nodes.map((id) => ids.get(id) ?? ''),
        { name, ...(isClosed && { isClosed }) },
      ),
    whole,
  );
}

/** What was kept by another version may lack attributes that layers have now. */
function completed(node: Node): Node {
  const layer = layerOf(node);
  return layer ? { ...node, attributes: { ...initialAttributes(layer), ...node.attributes } } : node;
}

/** To the right of and below a place, as a closed block. */
export function insertBlock(
  document: Document,
  name: string,
  content: Fragment,
  { x, y }: Position,
): Document {
  if (content.nodes.length === 0) return document;
  const places = content.nodes.map(({ position }) => position);
  const offset = {
    x: x - Math.min(...places.map((place) => place.x)),
    y: y - Math.min(...places.map((place) => place.y)),
  };
  const pasted = paste(document, content, offset);
  const added = pasted.nodes.slice(document.nodes.length).map(({ id }) => id);
  return group(pasted, added, { name, isClosed: true });
}

function pick<T>(record: Readonly<Record<string, T>>, keys: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => keys.has(key)));
}
