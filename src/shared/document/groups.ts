/** Groups of nodes: framed together, or closed to a block, which is one card with ports of its own. */
import { layerOf } from '../layers/layer-of';
import {
  freshId,
  nodeOf,
  type Document,
  type Edge,
  type End,
  type Group,
  type Node,
  type NodeId,
  type Position,
} from './document';

/** About as large as a card is drawn, and how far from the next. */
const card = { width: 150, height: 140, gap: 60 };

/** A node is in one group at most. */
export function group(
  document: Document,
  nodes: readonly NodeId[],
  more: Partial<Pick<Group, 'name' | 'isClosed'>> = {},
): Document {
  const members = new Set(nodes.filter((id) => nodeOf(document, id)));
  if (members.size === 0) return document;
  const others = document.groups
    .map((frame) => ({ ...frame, nodes: frame.nodes.filter((id) => !members.has(id)) }))
    .filter((frame) => frame.nodes.length > 0);
  const id = freshId(new Set(document.groups.map((frame) => frame.id)), 'group');
  const frame: Group = { id, name: `Group ${id.replace('group-', '')}`, nodes: [...members], ...more };
  return { ...document, groups: [...others, frame] };
}

export function renameGroup(document: Document, id: string, name: string): Document {
  return name === ''
    ? document
    : mapGroup(document, id, (frame) => (frame.name === name ? frame : { ...frame, name }));
}

/** Opened, it pushes aside what it would cover; there is room for it then, whenever it is opened again. */
export function setClosed(document: Document, id: string, value: boolean): Document {
  const frame = document.groups.find((each) => each.id === id);
  if (!frame || (frame.isClosed ?? false) === value) return document;
  const { isClosed: _, ...open } = frame;
  const inside = document.nodes.filter((node) => frame.nodes.includes(node.id));
  const opened: Document = {
    ...document,
    groups: document.groups.map((each) => {
      if (each.id !== id) return each;
      return value ? { ...open, isClosed: true } : open;
    }),
  };
  return value ? opened : withRoom(opened, inside, new Set(frame.nodes));
}

/**
 * The document with room for `shown`, which stands where one card was: what stands beside that is moved on to the right,
 * and all that stands below moved down, as far as it would be covered; `within` stays.
 */
export function withRoom(document: Document, shown: readonly Node[], within: ReadonlySet<NodeId>): Document {
  const along = (axis: 'x' | 'y') => shown.map(({ position }) => position[axis]);
  const [left, top] = [Math.min(...along('x')), Math.min(...along('y'))];
  const right = Math.max(...along('x')) + card.width + card.gap;
  const bottom = Math.max(...along('y')) + card.height + card.gap;
  const corners = new Map(
    document.groups
      .filter(({ isClosed }) => isClosed)
      .flatMap((frame) => {
        const corner = cornerOf(document, frame);
        return frame.nodes.map((id) => [id, corner] as const);
      }),
  );
  const placeOf = ({ id, position }: Node) => corners.get(id) ?? position;
  const isBeside = ({ x, y }: Position) => x > left - card.width && Math.abs(y - top) < card.height;
  const isBelow = ({ y }: Position) => y - top >= card.height;
  const others = document.nodes.filter(({ id }) => !within.has(id)).map(placeOf);
  const across = Math.max(0, right - Math.min(...others.filter(isBeside).map(({ x }) => x)));
  const down = Math.max(0, bottom - Math.min(...others.filter(isBelow).map(({ y }) => y)));
  if (across === 0 && down === 0) return document;
  const nodes = document.nodes.map((node) => {
    const place = placeOf(node);
    if (within.has(node.id) || !(isBeside(place) || isBelow(place))) return node;
    const { x, y } = node.position;
    return { ...node, position: isBelow(place) ? { x, y: y + down } : { x: x + across, y } };
  });
  return { ...document, nodes };
}

/** The upper left of where a group's nodes are, and so of the card it closes to. */
export function cornerOf({ nodes }: Pick<Document, 'nodes'>, group: Pick<Group, 'nodes'>): Position {
  const members = new Set(group.nodes);
  const places = nodes.filter(({ id }) => members.has(id)).map(({ position }) => position);
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
  /** What its nodes read from outside, or would if it were wired. */
  readonly inputs: readonly End[];
  /** Answers of its nodes that are read outside, or nowhere; of a node all of whose answers go nowhere the first. */
  readonly outputs: readonly End[];
}

type Wired = Pick<Document, 'nodes' | 'edges'>;

interface Wires {
  readonly into: readonly Edge[];
  readonly from: readonly Edge[];
}

const known = new WeakMap<Document['edges'], ReadonlyMap<NodeId, Wires>>();

/** By node; worked out once for the wires of a document, of which every block asks. */
function wiresOf(edges: Document['edges']): ReadonlyMap<NodeId, Wires> {
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

export function portsOf({ nodes, edges }: Wired, { nodes: ids }: Pick<Group, 'nodes'>): BlockPorts {
  const members = new Set(ids);
  const wires = wiresOf(edges);
  const inside = nodes.filter(({ id }) => members.has(id));
  const inputs = inside.flatMap((node) => {
    const { id, attributes } = node;
    const wired = wires.get(id)?.into ?? [];
    const ports = layerOf(node)?.inputs(attributes) ?? wired.map(({ to }) => to.port);
    return ports
      .filter((port) => {
        const wire = wired.find(({ to }) => to.port === port);
        return !wire || !members.has(wire.from.node);
      })
      .map((port): End => ({ node: id, port }));
  });
  const outputs = inside.flatMap((node): End[] => {
    const { id, attributes } = node;
    const readers = wires.get(id)?.from ?? [];
    const ports = layerOf(node)?.outputs(attributes) ?? readers.map(({ from }) => from.port);
    const outside = new Set(readers.filter(({ to }) => !members.has(to.node)).map(({ from }) => from.port));
    const read = readers.length === 0 ? ports.slice(0, 1) : ports.filter((port) => outside.has(port));
    return [...new Set(read)].map((port) => ({ node: id, port }));
  });
  return { inputs, outputs };
}

/** The closed block each hidden node is in. */
export function hiddenIn({ groups }: Pick<Document, 'groups'>): ReadonlyMap<NodeId, Group> {
  const closed = groups.filter(({ isClosed }) => isClosed);
  return new Map(closed.flatMap((frame) => frame.nodes.map((id) => [id, frame] as const)));
}

/** The nodes that are passed over while their block is closed: all but those it answers with. */
export function passedOver(document: Wired & Pick<Document, 'groups'>): ReadonlySet<NodeId> {
  const closed = document.groups.filter(({ isClosed }) => isClosed);
  return new Set(
    closed.flatMap((frame) => {
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
