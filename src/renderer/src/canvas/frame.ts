/** A group's frame: drawn around wherever its nodes are. */
import type { Node as FlowNode } from '@xyflow/svelte';
import type { Group } from '#shared/document/document';

const margin = { side: 20, top: 44 };
const unmeasured = { width: 150, height: 90 };

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
    id: group.id,
    type: 'frame',
    position: { x: left, y: top },
    data: { name: group.name },
    width,
    height,
    zIndex: -1,
    draggable: false,
    selectable: false,
    focusable: false,
    ariaLabel: group.name,
  };
}
