/** A group's frame: drawn around wherever its nodes are. */
import type { Node as FlowNode, Rect } from '@xyflow/svelte';
import type { Group } from '#shared/document/document';
import { frameMargin } from '#shared/layout/card';
import { sizedAs } from './handles';
import type { Box } from './lane';

/** Of a frame. */
const nameHeight = 28;

/** A frame and the block it closes to are two things to the canvas. */
export const frameId = ({ id }: Pick<Group, 'id'>): string => `${id} frame`;
export const groupOfFrame = (id: string): string => id.replace(/ frame$/, '');

/** Nodes as they stand while a frame is dragged: its own go where it goes. */
export function withDraggedFrames(
  groups: readonly Group[],
  shown: readonly FlowNode[],
  next: readonly FlowNode[],
): readonly FlowNode[] {
  const isMoving = new Set([...shown, ...next].flatMap(({ id, dragging }) => (dragging ? [id] : [])));
  const moving = groups.filter((group) => isMoving.has(frameId(group)));
  if (moving.length === 0) return next;
  const before = new Map(shown.map((node) => [node.id, node]));
  const nodesOn = new Map(groups.map(({ id, nodes }) => [id, nodes]));
  return moving.reduce<readonly FlowNode[]>((nodes, group) => {
    const from = before.get(frameId(group));
    const to = nodes.find(({ id }) => id === frameId(group));
    if (!from || !to) return nodes;
    const x = to.position.x - from.position.x;
    const y = to.position.y - from.position.y;
    const dragging = !!to.dragging;
    const members = new Set(group.nodes);
    return nodes.map((node) => {
      // Counted from where it is shown: a selected node has been moved along already.
      const isWithin = members.has(nodesOn.get(node.id)?.[0] ?? node.id);
      const at = isWithin ? before.get(node.id)?.position : undefined;
      return at ? { ...node, position: { x: at.x + x, y: at.y + y }, dragging } : node;
    });
  }, next);
}

export function boxOf({ position: { x, y }, width = 0, height = 0 }: FlowNode): Box {
  return { left: x, top: y, right: x + width, bottom: y + height };
}

/** What wires keep clear of: a card, and of a frame its name. */
export function obstacleOf(node: FlowNode): Box {
  const box = boxOf(node);
  return node.type === 'frame' ? { ...box, bottom: box.top + nameHeight } : box;
}

export function boundsOf(nodes: readonly FlowNode[]): Rect {
  let [x, y, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of nodes.map(boxOf)) {
    [x, y] = [Math.min(x, box.left), Math.min(y, box.top)];
    [right, bottom] = [Math.max(right, box.right), Math.max(bottom, box.bottom)];
  }
  return { x, y, width: right - x, height: bottom - y };
}

/** Lies behind what is in it, and is measured from that. */
export function frameOf(group: Group, cards: readonly FlowNode[]): FlowNode {
  const isLocked = cards.some(({ draggable }) => draggable === false);
  const around = boundsOf(cards);
  const size = {
    width: around.width + 2 * frameMargin.side,
    height: around.height + frameMargin.top + frameMargin.side,
  };
  return {
    id: frameId(group),
    type: 'frame',
    position: { x: around.x - frameMargin.side, y: around.y - frameMargin.top },
    data: { group: group.id, name: group.name, colour: group.colour },
    ...sizedAs(size, { inputs: [], outputs: [] }),
    zIndex: -1,
    draggable: !isLocked,
    dragHandle: '.name',
    selectable: false,
    focusable: false,
    ariaLabel: group.name,
  };
}
