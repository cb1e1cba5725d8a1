/** The room that cards and frames take on the canvas. */
import type { Group, NodeId, Position } from '../document/document';
import { nestingOf } from '../document/groups';
import { frameMargin, type Size } from './card';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function boxAt({ x, y }: Position, { width, height }: Size = { width: 0, height: 0 }): Box {
  return { left: x, top: y, right: x + width, bottom: y + height };
}

export function movedBox({ left, top, right, bottom }: Box, { x, y }: Position): Box {
  return { left: left + x, top: top + y, right: right + x, bottom: bottom + y };
}

export function joinedBox(one: Box, other: Box): Box {
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

/** Whether two cover one another, or are nearer than `apart`. */
export function isHit(one: Box, other: Box, apart = 0): boolean {
  return (
    one.left < other.right + apart &&
    other.left < one.right + apart &&
    one.top < other.bottom + apart &&
    other.top < one.bottom + apart
  );
}

/** The frame around what is in an open group. */
export function framed({ left, top, right, bottom }: Box): Box {
  const { side, top: name } = frameMargin;
  return { left: left - side, top: top - name, right: right + side, bottom: bottom + side };
}

interface Sizes<N, G> {
  readonly place: (id: NodeId) => Position;
  readonly node: (node: N) => Size;
  readonly block: (group: G) => Size;
}

/** What is seen of nodes and groups, by their ids: of what is in a closed group its card alone. */
export function boxesIn<N extends { readonly id: NodeId }, G extends Group>(
  { nodes, groups }: { readonly nodes: readonly N[]; readonly groups: readonly G[] },
  { place, node: sizeOf, block }: Sizes<N, G>,
): Map<string, Box> {
  const { hidden, innermost, outer, shown } = nestingOf({ groups });
  const known = new Map(groups.map((group) => [group.id, group]));
  const boxes = new Map<string, Box>();
  const within = new Map<Group, Box>();
  const take = (group: Group | undefined, box: Box) => {
    const before = group && within.get(group);
    if (group) within.set(group, before ? joinedBox(before, box) : box);
  };
  for (const node of nodes) {
    const closed = hidden.get(node.id);
    if (closed) take(closed, boxAt(place(node.id)));
    else {
      const box = boxAt(place(node.id), sizeOf(node));
      boxes.set(node.id, box);
      take(innermost.get(node.id), box);
    }
  }
  for (const group of shown.toReversed()) {
    const [inside, own] = [within.get(group), known.get(group.id)];
    if (!inside || !own) continue;
    const box = group.isClosed ? boxAt({ x: inside.left, y: inside.top }, block(own)) : framed(inside);
    boxes.set(group.id, box);
    take(outer.get(group), box);
  }
  return boxes;
}
