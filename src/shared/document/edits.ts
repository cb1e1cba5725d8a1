/** Edits: everything a person can do to a document, as data, and the pure function that does it. */
import type { AttributeValue } from '../layers/attributes';
import { layers } from '../layers/index';
import {
  edgeId,
  freshId,
  freshName,
  nodeOf,
  type Document,
  type Edge,
  type End,
  type FloatTensor,
  type Group,
  type Node,
  type NodeId,
  type Position,
  type Tensors,
} from './document';

export type Edit =
  | { readonly kind: 'add-node'; readonly layer: string; readonly position: Position; readonly id?: NodeId }
  | { readonly kind: 'remove'; readonly nodes: readonly NodeId[]; readonly edges: readonly string[] }
  | { readonly kind: 'move'; readonly positions: Readonly<Record<NodeId, Position>> }
  | { readonly kind: 'connect'; readonly from: End; readonly to: End }
  | { readonly kind: 'insert-on-edge'; readonly edge: string; readonly node: NodeId }
  | { readonly kind: 'rename'; readonly node: NodeId; readonly name: string }
  | { readonly kind: 'retitle'; readonly title: string }
  | { readonly kind: 'set-attribute'; readonly node: NodeId; readonly name: string; readonly value: AttributeValue }
  | { readonly kind: 'set-parameter'; readonly node: NodeId; readonly name: string; readonly value: FloatTensor }
  | { readonly kind: 'set-input'; readonly node: NodeId; readonly value: FloatTensor }
  | { readonly kind: 'set-bypassed'; readonly nodes: readonly NodeId[]; readonly value: boolean }
  | { readonly kind: 'set-collapsed'; readonly nodes: readonly NodeId[]; readonly value: boolean }
  | { readonly kind: 'paste'; readonly content: Fragment; readonly offset: Position }
  | { readonly kind: 'group'; readonly nodes: readonly NodeId[] }
  | { readonly kind: 'ungroup'; readonly group: string }
  | { readonly kind: 'all'; readonly edits: readonly Edit[] };

/** Part of a document, as copied. */
export type Fragment = Pick<Document, 'nodes' | 'edges' | 'parameters' | 'inputs'>;

/** A new document; the same one when the edit changes nothing. Never throws: ids that are gone are passed over. */
export function applyEdit(document: Document, edit: Edit): Document {
  switch (edit.kind) {
    case 'add-node':
      return addNode(document, edit.layer, edit.position, edit.id);
    case 'remove':
      return remove(document, new Set(edit.nodes), new Set(edit.edges));
    case 'move':
      return mapNodes(document, Object.keys(edit.positions), (node) => ({
        ...node,
        position: edit.positions[node.id] ?? node.position,
      }));
    case 'connect':
      return connect(document, edit.from, edit.to);
    case 'insert-on-edge':
      return insertOnEdge(document, edit.edge, edit.node);
    case 'rename':
      return rename(document, edit.node, edit.name.trim());
    case 'retitle':
      return { ...document, title: edit.title };
    case 'set-attribute':
      return mapNodes(document, [edit.node], (node) => ({
        ...node,
        attributes: { ...node.attributes, [edit.name]: edit.value },
      }));
    case 'set-parameter': {
      const tensors: Tensors = { ...document.parameters[edit.node], [edit.name]: edit.value };
      return { ...document, parameters: { ...document.parameters, [edit.node]: tensors } };
    }
    case 'set-input':
      return { ...document, inputs: { ...document.inputs, [edit.node]: edit.value } };
    case 'set-bypassed':
      return mapNodes(document, edit.nodes, ({ isBypassed: _, ...node }) =>
        edit.value ? { ...node, isBypassed: true } : node,
      );
    case 'set-collapsed':
      return mapNodes(document, edit.nodes, ({ isCollapsed: _, ...node }) =>
        edit.value ? { ...node, isCollapsed: true } : node,
      );
    case 'paste':
      return paste(document, edit.content, edit.offset);
    case 'group':
      return group(document, edit.nodes);
    case 'ungroup':
      return { ...document, groups: document.groups.filter(({ id }) => id !== edit.group) };
    case 'all':
      return edit.edits.reduce(applyEdit, document);
  }
}

/** Whether a wire would lead data back to where it came from. */
export function makesCycle({ edges }: Pick<Document, 'edges'>, from: NodeId, to: NodeId): boolean {
  const seen = new Set<NodeId>();
  const pending = [to];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (id === from) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of edges) if (edge.from.node === id) pending.push(edge.to.node);
  }
  return false;
}

/** The nodes with what belongs to them, to be pasted elsewhere. */
export function copyNodes(document: Document, ids: readonly NodeId[]): Fragment {
  const kept = new Set(ids);
  return {
    nodes: document.nodes.filter(({ id }) => kept.has(id)),
    edges: document.edges.filter(({ from, to }) => kept.has(from.node) && kept.has(to.node)),
    parameters: pick(document.parameters, kept),
    inputs: pick(document.inputs, kept),
  };
}

function addNode(document: Document, kind: string, position: Position, id?: NodeId): Document {
  const layer = layers.get(kind);
  if (!layer) return document;
  const attributes = Object.fromEntries(
    Object.entries(layer.attributes).map(([name, field]) => [name, field.initial]),
  );
  const node: Node = {
    id: id ?? freshId(idsOf(document), kind),
    kind,
    name: freshName(document, kind),
    attributes,
    position,
  };
  return { ...document, nodes: [...document.nodes, node] };
}

function remove(document: Document, nodes: ReadonlySet<NodeId>, edges: ReadonlySet<string>): Document {
  const isKept = (id: NodeId) => !nodes.has(id);
  return {
    ...document,
    nodes: document.nodes.filter(({ id }) => isKept(id)),
    edges: document.edges.filter(({ id, from, to }) => !edges.has(id) && isKept(from.node) && isKept(to.node)),
    groups: document.groups
      .map((frame) => ({ ...frame, nodes: frame.nodes.filter(isKept) }))
      .filter((frame) => frame.nodes.length > 0),
    parameters: omit(document.parameters, nodes),
    inputs: omit(document.inputs, nodes),
  };
}

/** An input takes one wire: a second replaces the first. Wires that would make a loop are not drawn. */
function connect(document: Document, from: End, to: End): Document {
  const source = nodeOf(document, from.node);
  const target = nodeOf(document, to.node);
  if (!source || !target || makesCycle(document, from.node, to.node)) return document;
  const edge: Edge = { id: edgeId(from, to), from, to };
  const others = document.edges.filter((other) => !(other.to.node === to.node && other.to.port === to.port));
  return { ...document, edges: [...others, edge] };
}

function insertOnEdge(document: Document, id: string, node: NodeId): Document {
  const edge = document.edges.find((candidate) => candidate.id === id);
  const inserted = nodeOf(document, node);
  const layer = inserted && layers.get(inserted.kind);
  const [port] = layer?.inputs(inserted?.attributes ?? {}) ?? [];
  if (!edge || !port) return document;
  const cut = { ...document, edges: document.edges.filter((candidate) => candidate !== edge) };
  const fed = connect(cut, edge.from, { node, port });
  return connect(fed, { node, port: edge.from.port }, edge.to);
}

function rename(document: Document, id: NodeId, name: string): Document {
  const isTaken = document.nodes.some((node) => node.name === name && node.id !== id);
  if (name === '' || isTaken) return document;
  return mapNodes(document, [id], (node) => ({ ...node, name }));
}

function paste(document: Document, content: Fragment, offset: Position): Document {
  let pasted = document;
  const ids = new Map<NodeId, NodeId>();
  for (const node of content.nodes) {
    const id = freshId(idsOf(pasted), node.kind);
    ids.set(node.id, id);
    const position = { x: node.position.x + offset.x, y: node.position.y + offset.y };
    pasted = { ...pasted, nodes: [...pasted.nodes, { ...node, id, name: freshName(pasted, node.kind), position }] };
  }
  const renamed = <T>(record: Readonly<Record<NodeId, T>>) =>
    Object.fromEntries(Object.entries(record).map(([id, value]) => [ids.get(id) ?? id, value]));
  const edges = content.edges.map(({ from, to }) => {
    const start = { ...from, node: ids.get(from.node) ?? from.node };
    const end = { ...to, node: ids.get(to.node) ?? to.node };
    return { id: edgeId(start, end), from: start, to: end };
  });
  return {
    ...pasted,
    edges: [...pasted.edges, ...edges],
    parameters: { ...pasted.parameters, ...renamed(content.parameters) },
    inputs: { ...pasted.inputs, ...renamed(content.inputs) },
  };
}

/** A node is in one group at most. */
function group(document: Document, nodes: readonly NodeId[]): Document {
  if (nodes.length === 0) return document;
  const members = new Set(nodes);
  const others = document.groups
    .map((frame) => ({ ...frame, nodes: frame.nodes.filter((id) => !members.has(id)) }))
    .filter((frame) => frame.nodes.length > 0);
  const id = freshId(new Set(document.groups.map((frame) => frame.id)), 'group');
  const frame: Group = { id, name: `Group ${id.replace('group-', '')}`, nodes: [...nodes] };
  return { ...document, groups: [...others, frame] };
}

function mapNodes(document: Document, ids: readonly NodeId[], change: (node: Node) => Node): Document {
  const changed = new Set(ids);
  if (!document.nodes.some(({ id }) => changed.has(id))) return document;
  return { ...document, nodes: document.nodes.map((node) => (changed.has(node.id) ? change(node) : node)) };
}

function idsOf(document: Document): Set<NodeId> {
  return new Set(document.nodes.map(({ id }) => id));
}

function pick<T>(record: Readonly<Record<string, T>>, keys: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => keys.has(key)));
}

function omit<T>(record: Readonly<Record<string, T>>, keys: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.has(key)));
}
