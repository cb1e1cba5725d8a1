/** The document as Svelte Flow's nodes and wires: a view, never a second truth. */
import type { Edge as FlowEdge, Node as FlowNode } from '@xyflow/svelte';
import type { Document, NodeId, Position } from '#shared/document/document';
import type { Inference } from '#shared/document/infer';
import { canvasMessages } from '#shared/messages/canvas';
import { commonMessages } from '#shared/messages/common';
import { fill } from '#shared/messages/fill';
import { formatShape } from '#shared/tensor/shape';
import { frameOf } from './frame';

/** What the canvas alone knows of a node: its measured size, and where it is while it is dragged. */
export type Transient = ReadonlyMap<string, FlowNode>;

/** The accessible name of a node. */
export function describeNode(inference: Inference, id: NodeId): string {
  const inferred = inference.nodes.get(id);
  const shape = inferred?.emission?.output.shape;
  return fill(canvasMessages.node, {
    name: inferred?.node.name ?? id,
    kind: inferred?.node.kind ?? '',
    shape: shape ? formatShape(shape) : commonMessages.notKnownYet,
  });
}

/** Objects that did not change stay the same, so that the canvas updates only what did. */
export function projectNodes(
  document: Document,
  inference: Inference,
  selected: ReadonlySet<NodeId>,
  transient: Transient,
): FlowNode[] {
  const nodes = document.nodes.map((node): FlowNode => {
    const before = transient.get(node.id);
    const ariaLabel = describeNode(inference, node.id);
    const isSelected = selected.has(node.id);
    const position = before?.dragging ? before.position : node.position;
    const isSame =
      before &&
      before.ariaLabel === ariaLabel &&
      !!before.selected === isSelected &&
      isAt(before.position, position);
    if (isSame) return before;
    return {
      ...before,
      id: node.id,
      type: 'layer',
      position,
      data: {},
      ariaLabel,
      ariaRole: 'group',
      selected: isSelected,
    };
  });
  return [...document.groups.map((group) => frameOf(group, nodes, transient.get(group.id))), ...nodes];
}

export function projectEdges(document: Document, selected: ReadonlySet<string>): FlowEdge[] {
  const names = new Map(document.nodes.map(({ id, name }) => [id, name]));
  return document.edges.map(({ id, from, to }) => ({
    id,
    type: 'wire',
    source: from.node,
    sourceHandle: from.port,
    target: to.node,
    targetHandle: to.port,
    selected: selected.has(id),
    ariaLabel: fill(canvasMessages.wire, { from: names.get(from.node) ?? '', to: names.get(to.node) ?? '' }),
  }));
}

/** Where nodes have come to rest away from where the document has them. */
export function movedNodes(document: Document, nodes: readonly FlowNode[]): Record<NodeId, Position> {
  const known = new Map(document.nodes.map(({ id, position }) => [id, position]));
  const moved = nodes.flatMap(({ id, position, dragging }): [NodeId, Position][] => {
    const before = known.get(id);
    return before && !dragging && !isAt(before, position) ? [[id, position]] : [];
  });
  return Object.fromEntries(moved);
}

function isAt(a: Position, b: Position): boolean {
  return a.x === b.x && a.y === b.y;
}
