/** Edits: everything a person can do to a document, as data, and the pure function that does it. */
import type { AttributeValue } from '../layers/attributes';
import type { DataPlan } from '../data/plan';
import type { TrainingSettings } from './training-settings';
import { outputPort } from '../layers/define';
import { initialAttributes } from '../layers/find';
import { layers } from '../layers/index';
import { layerOf } from '../layers/layer-of';
import type { Tensor } from '../tensor/tensor';
import type { HeldOp } from '../layers/operator/held-op';
import { problem, type Problem } from '../messages/problem';
import { schemaCounts } from '../messages/schema';
import { edgeLimit, nodeLimit } from '../tensor/file-limits';
import {
  edgeId,
  freshId,
  freshName,
  idsOf,
  mapNodes,
  nameLimit,
  namesOf,
  nodeOf,
  placeOf,
  type Document,
  type Edge,
  type End,
  type FloatTensor,
  type Node,
  type NodeId,
  type Position,
  type Tensors,
} from './document';
import { expandNode } from './expand';
import { insertBlock, paste, type Fragment } from './paste';
import { drawnWith, group, renameGroup, setClosed, ungroup } from './groups';
import { setAttribute, setConstant, setParameter } from './node-values';
import { setSizes } from './sizes';
import { renameValue } from './value-names';

export type Edit =
  | { readonly kind: 'add-node'; readonly layer: string; readonly position: Position; readonly id?: NodeId }
  | { readonly kind: 'remove'; readonly nodes: readonly NodeId[]; readonly edges: readonly string[] }
  | { readonly kind: 'move'; readonly positions: Readonly<Record<NodeId, Position>> }
  | { readonly kind: 'connect'; readonly from: End; readonly to: End }
  | { readonly kind: 'insert-on-edge'; readonly edge: string; readonly node: NodeId }
  | { readonly kind: 'rename'; readonly node: NodeId; readonly name: string }
  /** What the model calls a value that enters or leaves it. */
  | { readonly kind: 'rename-value'; readonly end: End; readonly name: string }
  | { readonly kind: 'retitle'; readonly title: string }
  | {
      readonly kind: 'set-attribute';
      readonly node: NodeId;
      readonly name: string;
      readonly value: AttributeValue;
    }
  | {
      readonly kind: 'set-parameter';
      readonly node: NodeId;
      readonly name: string;
      readonly value: FloatTensor;
    }
  | { readonly kind: 'set-parameters'; readonly parameters: Readonly<Record<NodeId, Tensors>> }
  | { readonly kind: 'set-training'; readonly settings: TrainingSettings }
  | { readonly kind: 'set-data'; readonly data: DataPlan }
  | { readonly kind: 'set-input'; readonly node: NodeId; readonly value: Tensor }
  /** Sizes that the model it came from leaves open, by name. */
  | { readonly kind: 'set-sizes'; readonly sizes: Readonly<Record<string, number>> }
  /** Numbers that an operator brings. */
  | { readonly kind: 'set-constant'; readonly node: NodeId; readonly port: string; readonly value: Tensor }
  /** What operators were found to answer, by node. */
  | { readonly kind: 'set-records'; readonly records: Readonly<Record<NodeId, HeldOp['record']>> }
  | { readonly kind: 'set-bypassed'; readonly nodes: readonly NodeId[]; readonly value: boolean }
  | { readonly kind: 'set-collapsed'; readonly nodes: readonly NodeId[]; readonly value: boolean }
  | { readonly kind: 'paste'; readonly content: Fragment; readonly offset: Position }
  /** Pasted to the right of and below a place, as a closed block. */
  | {
      readonly kind: 'insert-block';
      readonly name: string;
      readonly content: Fragment;
      readonly position: Position;
    }
  | { readonly kind: 'group'; readonly nodes: readonly NodeId[] }
  | { readonly kind: 'rename-group'; readonly group: string; readonly name: string }
  | { readonly kind: 'set-closed'; readonly group: string; readonly value: boolean }
  | { readonly kind: 'ungroup'; readonly group: string }
  /** The layers a layer is made of, in its place. */
  | { readonly kind: 'expand'; readonly node: NodeId }
  | { readonly kind: 'all'; readonly edits: readonly Edit[] };

const limits = { nodes: nodeLimit, edges: edgeLimit };

/** Why no file would hold what a document has grown to; undefined where one does, or where it has not grown. */
export function outgrown(before: Document, after: Document): Problem | undefined {
  for (const things of ['nodes', 'edges'] as const) {
    const [{ length: count }, limit] = [after[things], limits[things]];
    if (count > Math.max(limit, before[things].length))
      return problem('network-full', { count, limit, things: schemaCounts[things] ?? '' });
  }
  return undefined;
}

/** A new document; the same one when the edit changes nothing. Never throws: ids that are gone are passed over. */
export function applyEdit(document: Document, edit: Edit): Document {
  switch (edit.kind) {
    case 'add-node':
      return addNode(document, edit.layer, edit.position, edit.id);
    case 'remove':
      return remove(document, new Set(edit.nodes), new Set(edit.edges));
    case 'move':
      return move(document, edit.positions);
    case 'connect':
      return connect(document, edit.from, edit.to);
    case 'insert-on-edge':
      return insertOnEdge(document, edit.edge, edit.node);
    case 'rename':
      return rename(document, edit.node, edit.name.trim().slice(0, nameLimit));
    case 'rename-value':
      return renameValue(document, edit.end, edit.name.trim());
    case 'retitle':
      return retitle(document, edit.title.trim().slice(0, nameLimit));
    case 'set-attribute':
      return setAttribute(document, edit.node, edit.name, edit.value);
    case 'set-parameter':
      return setParameter(document, edit.node, edit.name, edit.value);
    case 'set-input':
      if (!nodeOf(document, edit.node) || document.inputs[edit.node] === edit.value) return document;
      return { ...document, inputs: { ...document.inputs, [edit.node]: edit.value } };
    case 'set-constant':
      return setConstant(document, edit.node, edit.port, edit.value);
    case 'set-sizes':
      return setSizes(document, edit.sizes);
    case 'set-records':
      return mapNodes(document, Object.keys(edit.records), (node) => {
        const record = edit.records[node.id];
        return node.op && record ? { ...node, op: { ...node.op, record } } : node;
      });
    case 'set-parameters':
      return setParameters(document, edit.parameters);
    case 'set-training':
      return { ...document, training: edit.settings };
    case 'set-data':
      return { ...document, data: edit.data };
    case 'set-bypassed':
      return mapNodes(document, edit.nodes, (node) => {
        const { isBypassed = false, ...plain } = node;
        if (isBypassed === edit.value) return node;
        return edit.value ? { ...plain, isBypassed: true } : plain;
      });
    case 'set-collapsed':
      return mapNodes(document, edit.nodes, (node) => {
        const { isCollapsed = false, ...plain } = node;
        if (isCollapsed === edit.value) return node;
        return edit.value ? { ...plain, isCollapsed: true } : plain;
      });
    case 'paste':
      return paste(document, edit.content, edit.offset);
    case 'insert-block':
      return insertBlock(document, edit.name, edit.content, edit.position);
    case 'group':
      return group(document, edit.nodes);
    case 'rename-group':
      return renameGroup(document, edit.group, edit.name.trim().slice(0, nameLimit));
    case 'set-closed':
      return setClosed(document, edit.group, edit.value);
    case 'expand':
      return expandNode(document, edit.node);
    case 'ungroup':
      return ungroup(document, edit.group);
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

function move(document: Document, positions: Readonly<Record<NodeId, Position>>): Document {
  const ids = idsOf(document);
  const moved = Object.entries(positions).filter(([id, { x, y }]) => {
    const before = placeOf(document, id);
    return ids.has(id) && !(x === before.x && y === before.y);
  });
  return moved.length === 0 ? document : { ...document, places: new Map([...document.places, ...moved]) };
}

function addNode(document: Document, kind: string, position: Position, id?: NodeId): Document {
  const layer = layers.get(kind);
  if (!layer || (id !== undefined && nodeOf(document, id))) return document;
  const node: Node = {
    id: id ?? freshId(idsOf(document), kind),
    kind,
    name: freshName(namesOf(document), kind),
    attributes: initialAttributes(layer),
  };
  return {
    ...document,
    nodes: [...document.nodes, node],
    places: new Map(document.places).set(node.id, position),
  };
}

function remove(document: Document, nodes: ReadonlySet<NodeId>, edges: ReadonlySet<string>): Document {
  const isKept = (id: NodeId) => !nodes.has(id);
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

/** An input takes one wire: a second replaces the first. Wires that would make a loop are not drawn. */
function connect(document: Document, from: End, to: End): Document {
  const source = nodeOf(document, from.node);
  const target = nodeOf(document, to.node);
  if (!source || !target || makesCycle(document, from.node, to.node)) return document;
  const ports = layerOf(target)?.inputs(target.attributes);
  const outputs = layerOf(source)?.outputs(source.attributes) ?? [outputPort];
  if (!outputs.includes(from.port) || ports?.includes(to.port) === false) return document;
  const edge: Edge = { id: edgeId(from, to), from, to };
  if (document.edges.some(({ id }) => id === edge.id)) return document;
  const others = document.edges.filter((other) => !(other.to.node === to.node && other.to.port === to.port));
  return { ...document, edges: [...others, edge] };
}

function insertOnEdge(document: Document, id: string, node: NodeId): Document {
  const edge = document.edges.find((candidate) => candidate.id === id);
  const inserted = nodeOf(document, node);
  const layer = inserted && layerOf(inserted);
  const [port] = layer?.inputs(inserted?.attributes ?? {}) ?? [];
  if (!edge || !port) return document;
  const along = new Set(drawnWith(document, edge));
  const cut = { ...document, edges: document.edges.filter((candidate) => !along.has(candidate)) };
  if (makesCycle(cut, edge.from.node, node) || [...along].some(({ to }) => makesCycle(cut, node, to.node)))
    return document;
  const fed = connect(cut, edge.from, { node, port });
  const [answer = outputPort] = layer?.outputs(inserted?.attributes ?? {}) ?? [];
  return [...along].reduce((grown, { to }) => connect(grown, { node, port: answer }, to), fed);
}

function rename(document: Document, id: NodeId, name: string): Document {
  const isTaken = document.nodes.some((node) => node.name === name && node.id !== id);
  if (name === '' || isTaken) return document;
  return mapNodes(document, [id], (node) => {
    if (node.name === name) return node;
    // A stage's own name was for the name the layer had.
    const { stage: _, ...renamed } = node;
    return { ...renamed, name };
  });
}

function retitle(document: Document, title: string): Document {
  return title === '' || title === document.title ? document : { ...document, title };
}

/** Many at once, as a training run leaves them; those of nodes that are gone are passed over. */
function setParameters(document: Document, parameters: Readonly<Record<NodeId, Tensors>>): Document {
  const ids = idsOf(document);
  const kept = Object.entries(parameters).filter(([id]) => ids.has(id));
  const merged = kept.map(([id, tensors]) => [id, { ...document.parameters[id], ...tensors }] as const);
  return kept.length === 0
    ? document
    : { ...document, parameters: { ...document.parameters, ...Object.fromEntries(merged) } };
}

function omit<T>(record: Readonly<Record<string, T>>, keys: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.has(key)));
}
