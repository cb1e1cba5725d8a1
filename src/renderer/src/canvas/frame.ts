/** A group's frame: drawn around wherever its nodes are. */
import type { Node as FlowNode, Rect } from '@xyflow/svelte';
import type { Group } from '#shared/document/document';
import { cardHeight } from '#shared/layout/card';

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

/** What nodes take up, those that are not drawn yet as far as can be told. */
export function boundsOf(nodes: readonly FlowNode[]): Rect {
  const x = Math.min(...nodes.map(({ position }) => position.x));
  const y = Math.min(...nodes.map(({ position }) => position.y));
  const right = Math.max(
    ...nodes.map(({ position, measured }) => position.x + (measured?.width ?? unmeasured.width)),
  );
  const bottom = Math.max(
    ...nodes.map(({ position, measured }) => position.y + (measured?.height ?? unmeasured.height)),
  );
  return { x, y, width: right - x, height: bottom - y };
}

/** Lies behind its nodes and is measured from them. */
export function frameOf(group: Group, nodes: readonly FlowNode[], before: FlowNode | undefined): FlowNode {
  const around = boundsOf(nodes.filter(({ id }) => group.nodes.includes(id)));
  return {
    ...before,
    id: frameId(group),
    type: 'frame',
    position: { x: around.x - margin.side, y: around.y - margin.top },
    data: { group: group.id, name: group.name },
    width: around.width + 2 * margin.side,
    height: around.height + margin.top + margin.side,
    zIndex: -1,
    draggable: true,
    dragHandle: '.name',
    selectable: false,
    focusable: false,
    ariaLabel: group.name,
  };
}
