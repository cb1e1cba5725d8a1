/** Groups of nodes, in one another or apart: framed together, or closed to a block, which is one card with ports of its own. */
import { layerOf } from '../layers/layer-of';
import {
  endKey,
  freshId,
  placeOf,
  type Document,
  type Edge,
  type End,
  type Group,
  type Node,
  type NodeId,
  type Position,
} from './document';
import { takenIds } from './notes';

/** How groups lie within one another: one that holds another holds all its nodes; of two that hold the same the first does. */
export interface Nesting {
  /** Each before those that it holds. */
  readonly ordered: readonly Group[];
  /** The group that a group is in. */
  readonly outer: ReadonlyMap<Group, Group>;
  /** The group that a node is in, of several the one within the others. */
  readonly innermost: ReadonlyMap<NodeId, Group>;
  /** The block each hidden node is in: of closed groups in one another the outermost. */
  readonly hidden: ReadonlyMap<NodeId, Group>;
  /** Groups that no block hides: blocks, and those that are open. */
  readonly shown: readonly Group[];
}

const nestings = new WeakMap<Document['groups'], Nesting>();

/** Worked out once for the groups of a document, of which every card asks. */
export function nestingOf({ groups }: Pick<Document, 'groups'>): Nesting {
  const before = nestings.get(groups);
  if (before) return before;
  const ordered = groups.toSorted((one, other) => other.nodes.length - one.nodes.length);
  const outer = new Map<Group, Group>();
  const innermost = new Map<NodeId, Group>();
  const hidden = new Map<NodeId, Group>();
  const shown: Group[] = [];
  for (const frame of ordered) {
    const [first = ''] = frame.nodes;
    const around = innermost.get(first);
    if (around) outer.set(frame, around);
    const isHidden = hidden.has(first);
    if (!isHidden) shown.push(frame);
    for (const id of frame.nodes) {
      innermost.set(id, frame);
      if (frame.isClosed && !isHidden) hidden.set(id, frame);
    }
  }
  const nesting: Nesting = { ordered, outer, innermost, hidden, shown };
  nestings.set(groups, nesting);
  return nesting;
}

/** The groups that a node or a group is in, the innermost first. */
export function groupsAround({ outer, innermost }: Nesting, of: NodeId | Group): readonly Group[] {
  const around: Group[] = [];
  let next = typeof of === 'string' ? innermost.get(of) : outer.get(of);
  for (; next; next = outer.get(next)) around.push(next);
  return around;
}

/** Groups that are among the nodes stay so, within the new one; those that lie across it lose what it takes. */
export function group(
  document: Document,
  nodes: readonly NodeId[],
  more: Partial<Pick<Group, 'name' | 'isClosed'>> = {},
): Document {
  const chosen = new Set(nodes);
  const members = new Set(document.nodes.map(({ id }) => id).filter((id) => chosen.has(id)));
  if (members.size === 0) return document;
  const others = document.groups.map((frame) => {
    const left = frame.nodes.filter((id) => !members.has(id));
    const taken = frame.nodes.length - left.length;
    const isAcross = left.length > 0 && taken > 0 && taken < members.size;
    return isAcross ? { ...frame, nodes: left } : frame;
  });
  const id = freshId(takenIds(document), 'group');
  const frame: Group = { id, name: `Group ${id.replace('group-', '')}`, nodes: [...members], ...more };
  // It comes before all that it holds: once edits have made one as small as another, the first still is the outer.
  const held = others.findIndex((other) => other.nodes.every((member) => members.has(member)));
  return { ...document, groups: others.toSpliced(held < 0 ? others.length : held, 0, frame) };
}

export function renameGroup(document: Document, id: string, name: string): Document {
  return name === ''
    ? document
    : mapGroup(document, id, (frame) => (frame.name === name ? frame : { ...frame, name }));
}

/** Closed, it closes all that it holds: opened again, it shows closed blocks. */
export function setClosed(document: Document, id: string, value: boolean): Document {
  const nesting = nestingOf(document);
  const frame = document.groups.find((each) => each.id === id);
  if (!frame || (frame.isClosed ?? false) === value) return document;
  const changed = new Set(value ? heldIn(nesting, frame) : [frame]);
  const groups = document.groups.map((each) => {
    const { isClosed = false, ...open } = each;
    if (!changed.has(each) || isClosed === value) return each;
    return value ? { ...open, isClosed: true } : open;
  });
  return { ...document, groups };
}

/** A group and all groups in it, each before those that it holds. */
export function heldIn({ ordered, outer }: Nesting, frame: Group): readonly Group[] {
  const held = new Set([frame]);
  for (const each of ordered) {
    const around = outer.get(each);
    if (around && held.has(around)) held.add(each);
  }
  return [...held];
}

/** The upper left of where a group's nodes are, and so of the card it closes to. */
export function cornerOf(document: Pick<Document, 'places'>, group: Pick<Group, 'nodes'>): Position {
  const places = group.nodes.map((id) => placeOf(document, id));
  return { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) };
}

export function ungroup(document: Document, id: string): Document {
  const groups = document.groups.filter((frame) => frame.id !== id);
  return groups.length === document.groups.length ? document : { ...document, groups };
}

function mapGroup(document: Document, id: string, change: (frame: Group) => Group): Document {
  const groups = document.groups.map((frame) => (frame.id === id ? change(frame) : frame));
  return groups.every((frame, at) => frame === document.groups[at]) ? document : { ...document, groups };
}

export interface BlockPorts {
  /** What its nodes read from outside, or would if it were wired; of several that read the same the first. */
  readonly inputs: readonly End[];
  /** Answers of its nodes that are read outside, or nowhere; of a node all of whose answers go nowhere the first. */
  readonly outputs: readonly End[];
}

type Wired = Pick<Document, 'nodes' | 'edges'>;

export interface Wires {
  readonly into: readonly Edge[];
  readonly from: readonly Edge[];
}

const known = new WeakMap<Document['edges'], ReadonlyMap<NodeId, Wires>>();

/** By node; worked out once for the wires of a document, of which every block asks. */
export function wiresOf(edges: Document['edges']): ReadonlyMap<NodeId, Wires> {
  const before = known.get(edges);
  if (before) return before;
  const wires = new Map<NodeId, { into: Edge[]; from: Edge[] }>();
  const at = (id: NodeId) => {
    const found = wires.get(id) ?? { into: [], from: [] };
    wires.set(id, found);
    return found;
  };
  for (const edge of edges) {
    at(edge.from.node).from.push(edge);
    at(edge.to.node).into.push(edge);
  }
  known.set(edges, wires);
  return wires;
}

interface Place {
  readonly node: Node;
  readonly at: number;
}
const places = new WeakMap<Document['nodes'], ReadonlyMap<NodeId, Place>>();

/** Each node with where the document has it; worked out once, as wires are. */
export function placesOf(nodes: Document['nodes']): ReadonlyMap<NodeId, Place> {
  const known = places.get(nodes) ?? new Map(nodes.map((node, at) => [node.id, { node, at }] as const));
  places.set(nodes, known);
  return known;
}

export function portsOf({ nodes, edges }: Wired, { nodes: ids }: Pick<Group, 'nodes'>): BlockPorts {
  const members = new Set(ids);
  const wires = wiresOf(edges);
  const within = placesOf(nodes);
  const inside = [...members]
    .flatMap((id) => within.get(id) ?? [])
    .toSorted((one, other) => one.at - other.at)
    .map(({ node }) => node);
  const read = new Set<string>();
  const inputs = inside.flatMap((node) => {
    const { id, attributes } = node;
    const wired = wires.get(id)?.into ?? [];
    const ports = layerOf(node)?.inputs(attributes) ?? wired.map(({ to }) => to.port);
    return ports
      .filter((port) => {
        const wire = wired.find(({ to }) => to.port === port);
        if (!wire) return true;
        return !members.has(wire.from.node) && read.size < read.add(endKey(wire.from)).size;
      })
      .map((port): End => ({ node: id, port }));
  });
  const outputs = inside.flatMap((node): End[] => {
    const { id, attributes } = node;
    const readers = wires.get(id)?.from ?? [];
    const ports = layerOf(node)?.outputs(attributes) ?? readers.map(({ from }) => from.port);
    const outside = new Set(readers.filter(({ to }) => !members.has(to.node)).map(({ from }) => from.port));
    const given = readers.length === 0 ? ports.slice(0, 1) : ports.filter((port) => outside.has(port));
    return [...new Set(given)].map((port) => ({ node: id, port }));
  });
  return { inputs, outputs };
}

/** The block each hidden node is in. */
export function hiddenIn(document: Pick<Document, 'groups'>): Nesting['hidden'] {
  return nestingOf(document).hidden;
}

/** Closed groups that the canvas draws as a card. */
export function blocksIn(document: Pick<Document, 'groups'>): readonly Group[] {
  return nestingOf(document).shown.filter(({ isClosed }) => isClosed);
}

/** Wires that are drawn as one: from the same answer into the same block. */
export function drawnWith(
  { edges, groups }: Pick<Document, 'edges' | 'groups'>,
  wire: Edge,
): readonly Edge[] {
  const hidden = hiddenIn({ groups });
  const block = hidden.get(wire.to.node);
  if (!block || hidden.get(wire.from.node) === block) return [wire];
  const from = endKey(wire.from);
  return edges.filter((edge) => hidden.get(edge.to.node) === block && endKey(edge.from) === from);
}

/** The nodes that are passed over while their block is closed: all but those it answers with. */
export function passedOver(document: Wired & Pick<Document, 'groups'>): ReadonlySet<NodeId> {
  return new Set(
    blocksIn(document).flatMap((frame) => {
      const outputs = new Set(portsOf(document, frame).outputs.map(({ node }) => node));
      return frame.nodes.filter((id) => !outputs.has(id));
    }),
  );
}

/** The nodes, and with a node of a closed block all that it holds. */
export function withBlocks(document: Pick<Document, 'groups'>, nodes: Iterable<NodeId>): ReadonlySet<NodeId> {
  const hidden = hiddenIn(document);
  return new Set([...nodes].flatMap((id) => hidden.get(id)?.nodes ?? [id]));
}
