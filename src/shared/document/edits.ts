/** Edits: everything a person can do to a document, as data, and the pure function that does it. */
import type { AttributeValue } from '../layers/attributes';
import type { DataPlan } from '../data/plan';
import type { TrainingSettings } from './training-settings';
import { initialAttributes } from '../layers/find';
import { layers } from '../layers/index';
import type { Tensor } from '../tensor/tensor';
import type { HeldOp } from '../layers/operator/held-op';
import { problem, type Problem } from '../messages/problem';
import { schemaCounts } from '../messages/schema';
import { edgeLimit, nodeLimit } from '../tensor/file-limits';
import { connect, insertOnEdge, reroute } from './connect';
import {
  freshId,
  freshName,
  idsOf,
  mapNodes,
  nameLimit,
  namesOf,
  nodeOf,
  placeOf,
  noteLimits,
  type CanvasColour,
  type Document,
  type End,
  type FloatTensor,
  type Node,
  type NodeId,
  type Position,
  type Tensors,
} from './document';
import { expandNode } from './expand';
import { insertBlock, paste, type Fragment } from './paste';
import { group, renameGroup, setClosed, ungroup } from './groups';
import { setAttribute, setConstant, setParameter } from './node-values';
import { addNote, moveNotes, setColour, setNote, takenIds, type NoteChange } from './notes';
import { remove } from './remove';
import { replace } from './replace';
import { setSizes } from './sizes';
import { renameValue } from './value-names';

export type Edit =
  | { readonly kind: 'add-node'; readonly layer: string; readonly position: Position; readonly id?: NodeId }
  | {
      readonly kind: 'remove';
      readonly nodes: readonly NodeId[];
      readonly edges: readonly string[];
      readonly notes?: readonly string[];
    }
  /** Layers and notes; `as` says what they were moved for. */
  | {
      readonly kind: 'move';
      readonly positions: Readonly<Record<string, Position>>;
      readonly as?: 'tidy' | 'align' | 'distribute';
    }
  | { readonly kind: 'connect'; readonly from: End; readonly to: End }
  /** One end of a wire led to another port. */
  | { readonly kind: 'reroute'; readonly edge: string; readonly side: 'from' | 'to'; readonly end: End }
  /** A layer of another kind in its place. */
  | { readonly kind: 'replace'; readonly node: NodeId; readonly layer: string }
  | { readonly kind: 'add-note'; readonly position: Position; readonly id?: string }
  | { readonly kind: 'set-note'; readonly note: string; readonly change: NoteChange }
  /** Of groups and notes; none is how they are at first. */
  | {
      readonly kind: 'set-colour';
      readonly ids: readonly string[];
      readonly colour?: CanvasColour | undefined;
    }
  | { readonly kind: 'set-locked'; readonly nodes: readonly NodeId[]; readonly value: boolean }
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

const limits = { nodes: nodeLimit, edges: edgeLimit, notes: noteLimits.notes };

/** Why no file would hold what a document has grown to; undefined where one does, or where it has not grown. */
export function outgrown(before: Document, after: Document): Problem | undefined {
  for (const things of ['nodes', 'edges', 'notes'] as const) {
    const [{ length: count }, limit] = [after[things] ?? [], limits[things]];
    if (count > Math.max(limit, before[things]?.length ?? 0))
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
      return remove(document, new Set(edit.nodes), new Set(edit.edges), new Set(edit.notes));
    case 'move':
      return moveNotes(move(document, edit.positions), edit.positions);
    case 'reroute':
      return reroute(document, edit.edge, edit.side, edit.end);
    case 'replace':
      return replace(document, edit.node, edit.layer);
    case 'add-note':
      return addNote(document, edit.position, edit.id);
    case 'set-note':
      return setNote(document, edit.note, edit.change);
    case 'set-colour':
      return setColour(document, edit.ids, edit.colour);
    case 'set-locked':
      return mapNodes(document, edit.nodes, (node) => {
        const { isLocked = false, ...plain } = node;
        if (isLocked === edit.value) return node;
        return edit.value ? { ...plain, isLocked: true } : plain;
      });
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
  const taken = takenIds(document);
  if (!layer || (id !== undefined && taken.has(id))) return document;
  const node: Node = {
    id: id ?? freshId(taken, kind),
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
