/** Groups of nodes: framed together, or closed to a block, which is one card with ports of its own. */
import { layers } from '../layers/index';
import { freshId, nodeOf, type Document, type End, type Group, type Node, type NodeId } from './document';

/** About as wide as a card is drawn: what begins further to the left is not beside. */
const cardWidth = 148;

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

/** Opened, it pushes what is beside it aside, and closed again it lets it back. */
export function setClosed(document: Document, id: string, value: boolean): Document {
  const frame = document.groups.find((each) => each.id === id);
  if (!frame || (frame.isClosed ?? false) === value) return document;
  const members = new Set(frame.nodes);
  const inside = document.nodes.filter((node) => members.has(node.id));
  const { isClosed: _, ...open } = frame;
  return {
    ...document,
    nodes: withRoom(document.nodes, inside, (node) => members.has(node.id), value ? -1 : 1),
    groups: document.groups.map((each) => {
      if (each.id !== id) return each;
      return value ? { ...open, isClosed: true } : open;
    }),
  };
}

/** Nodes moved aside by as much as `shown` is wider than one of them; those that are `within` stay. */
export function withRoom(
  nodes: readonly Node[],
  shown: readonly Node[],
  within: (node: Node) => boolean,
  direction: 1 | -1 = 1,
): readonly Node[] {
  const places = shown.map(({ position }) => position.x);
  const left = Math.min(...places);
  const room = Math.max(...places) - left;
  // Closing, those that were pushed lie behind the last.
  const edge = (direction === 1 ? left : left + room) - cardWidth;
  return nodes.map((node) => {
    if (within(node) || node.position.x <= edge) return node;
    return { ...node, position: { ...node.position, x: node.position.x + direction * room } };
  });
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
  /** The nodes whose answers are read outside, or nowhere. */
  readonly outputs: readonly NodeId[];
}

type Wired = Pick<Document, 'nodes' | 'edges'>;

export function portsOf({ nodes, edges }: Wired, { nodes: ids }: Pick<Group, 'nodes'>): BlockPorts {
  const members = new Set(ids);
  const inside = nodes.filter(({ id }) => members.has(id));
  const inputs = inside.flatMap(({ id, kind, attributes }) => {
    const wired = edges.filter(({ to }) => to.node === id);
    const ports = layers.get(kind)?.inputs(attributes) ?? wired.map(({ to }) => to.port);
    return ports
      .filter((port) => {
        const wire = wired.find(({ to }) => to.port === port);
        return !wire || !members.has(wire.from.node);
      })
      .map((port): End => ({ node: id, port }));
  });
  const outputs = inside.flatMap(({ id }) => {
    const readers = edges.filter(({ from }) => from.node === id);
    const isInner = readers.length > 0 && readers.every(({ to }) => members.has(to.node));
    return isInner ? [] : [id];
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
      const { outputs } = portsOf(document, frame);
      return frame.nodes.filter((id) => !outputs.includes(id));
    }),
  );
}

/** The nodes, and with a node of a closed block all that it holds. */
export function withBlocks(document: Pick<Document, 'groups'>, nodes: Iterable<NodeId>): ReadonlySet<NodeId> {
  const hidden = hiddenIn(document);
  return new Set([...nodes].flatMap((id) => hidden.get(id)?.nodes ?? [id]));
}
