/** A group's frame: drawn around wherever its nodes are. */
import type { Node as FlowNode } from '@xyflow/svelte';
import type { Group } from '#shared/document/document';
import { cardHeight } from './card';

const margin = { side: 20, top: 44 };
const unmeasured = { width: 148, height: cardHeight };

/** A frame and the block it closes to are two things to the canvas. */
export const frameId = ({ id }: Pick<Group, 'id'>): string => `${id} frame`;

/** Nodes as they stand while a frame is dragged: its own go where it goes. */
export function withDraggedFrames(
  groups: readonly Group[],
  shown: readonly FlowNode[],
  next: readonly FlowNode[],
): readonly FlowNode[] {
  const before = new Map(shown.map((node) => [node.id, node]));
  return groups.reduce<readonly FlowNode[]>((nodes, group) => {
    const from = before.get(frameId(group));
    const to = nodes.find(({ id }) => id === frameId(group));
    if (!from || !to || !(from.dragging || to.dragging)) return nodes;
    const x = to.position.x - from.position.x;
    const y = to.position.y - from.position.y;
    const dragging = !!to.dragging;
    return nodes.map((node) => {
      // Counted from where it is shown: a selected node has been moved along already.
      const at = group.nodes.includes(node.id) ? before.get(node.id)?.position : undefined;
      return at ? { ...node, position: { x: at.x + x, y: at.y + y }, dragging } : node;
    });
  }, next);
}

/** Lies behind its nodes and is measured from them. */
export function frameOf(group: Group, nodes: readonly FlowNode[], before: FlowNode | undefined): FlowNode {
  const members = nodes.filter(({ id }) => group.nodes.includes(id));
  const left = Math.min(...members.map(({ position }) => position.x)) - margin.side;
  const top = Math.min(...members.map(({ position }) => position.y)) - margin.top;
  const right = Math.max(
    ...members.map(({ position, measured }) => position.x + (measured?.width ?? unmeasured.width)),
  );
  const bottom = Math.max(
    ...members.map(({ position, measured }) => position.y + (measured?.height ?? unmeasured.height)),
  );
  const width = right + margin.side - left;
  const height = bottom + margin.side - top;
  return {
    ...before,
    id: frameId(group),
    type: 'frame',
    position: { x: left, y: top },
    data: { group: group.id, name: group.name },
    width,
    height,
    zIndex: -1,
    draggable: true,
    dragHandle: '.name',
    selectable: false,
    focusable: false,
    ariaLabel: group.name,
  };
}
