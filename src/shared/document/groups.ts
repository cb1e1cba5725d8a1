/** Groups of nodes: framed together, or closed to a block, which is one card with ports of its own. */
import { layerOf } from '../layers/layer-of';
import {
  freshId,
  nodeOf,
  type Document,
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

/** The document with what `shown` would cover, and all further to the right, moved aside; `within` stays. */
export function withRoom(document: Document, shown: readonly Node[], within: ReadonlySet<NodeId>): Document {
  const along = (axis: 'x' | 'y') => shown.map(({ position }) => position[axis]);
  const left = Math.min(...along('x'));
  const right = Math.max(...along('x')) + card.width + card.gap;
  const [top, bottom] = [Math.min(...along('y')) - card.height, Math.max(...along('y')) + card.height];
  const corners = new Map(
    [...hiddenIn(document)].map(([id, frame]) => [id, cornerOf(document, frame)] as const),
  );
  const others = document.nodes.filter(({ id }) => !within.has(id));
  const placeOf = (node: Node) => corners.get(node.id) ?? node.position;
  const covered = others
    .map(placeOf)
    .filter(({ x, y }) => x > left - card.width && x < right && y > top && y < bottom)
    .map(({ x }) => x);
  if (covered.length === 0) return document;
  const first = Math.min(...covered);
  const nodes = document.nodes.map((node) =>
    within.has(node.id) || placeOf(node).x < first
      ? node
      : { ...node, position: { ...node.position, x: node.position.x + right - first } },
  );
  return { ...document, nodes };
}

/** The upper left of where a group's nodes are, and so of the card it closes to. */
export function cornerOf({ nodes }: Pick<Document, 'nodes'>, group: Pick<Group, 'nodes'>): Position {
  const places = nodes.filter(({ id }) => group.nodes.includes(id)).map(({ position }) => position);
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

export function portsOf({ nodes, edges }: Wired, { nodes: ids }: Pick<Group, 'nodes'>): BlockPorts {
  const members = new Set(ids);
  const inside = nodes.filter(({ id }) => members.has(id));
  const inputs = inside.flatMap((node) => {
    const { id, attributes } = node;
    const wired = edges.filter(({ to }) => to.node === id);
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
    const readers = edges.filter(({ from }) => from.node === id);
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
