/** The document as Svelte Flow's nodes and wires: a view, never a second truth. */
import type { Edge as FlowEdge, Node as FlowNode } from '@xyflow/svelte';
import {
  endKey,
  kindName,
  type Document,
  type Group,
  type NodeId,
  type Position,
} from '#shared/document/document';
import type { Inference } from '#shared/document/infer';
import { canvasMessages } from '#shared/messages/canvas';
import { commonMessages } from '#shared/messages/common';
import { fill } from '#shared/messages/fill';
import { describeAnswer } from '../ui/shapes';
import { blocksIn, cornerOf, hiddenIn, nestingOf, portsOf } from '#shared/document/groups';
import { blockCardOf, handleOf } from './block';
import { frameId, frameOf } from './frame';

/** What the canvas alone knows of a node: its measured size, and where it is while it is dragged. */
export type Transient = ReadonlyMap<string, FlowNode>;

/** The accessible name of a node. */
export function describeNode(inference: Inference, id: NodeId): string {
  const inferred = inference.nodes.get(id);
  const output = inferred?.emission?.output;
  return fill(canvasMessages.node, {
    name: inferred?.node.name ?? id,
    kind: inferred ? kindName(inferred.node) : '',
    shape: output ? describeAnswer(output) : commonMessages.notKnownYet,
  });
}

/** Objects that did not change stay the same, so that the canvas updates only what did. */
export function projectNodes(
  document: Document,
  inference: Inference,
  selected: ReadonlySet<NodeId>,
  transient: Transient,
): FlowNode[] {
  const hidden = hiddenIn(document);
  const visible = document.nodes.filter(({ id }) => !hidden.has(id));
  const nodes = visible.map((node): FlowNode => {
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
  const { shown } = nestingOf(document);
  const groups = new Map<Group, FlowNode>();
  // Those within others first: a frame is drawn around them.
  for (const group of shown.toReversed())
    groups.set(
      group,
      group.isClosed
        ? blockCardOf(document, inference, group, selected, transient.get(group.id))
        : frameOf(group, cardsIn(group), transient.get(frameId(group))),
    );
  return [...shown.flatMap((group) => groups.get(group) ?? []), ...nodes];

  function cardsIn(group: Group): readonly FlowNode[] {
    const members = new Set(group.nodes);
    const within = [...groups].filter(
      ([
        {
          nodes: [first = ''],
        },
      ]) => members.has(first),
    );
    return [...within.map(([, card]) => card), ...nodes.filter(({ id }) => members.has(id))];
  }
}

/** New cards the canvas is given in one frame: to draw and measure more would hold the window up. */
const portion = 50;

/** Those drawn already with the next portion of the others, and what waits; frames and blocks come first. */
export function nextPortion(
  nodes: readonly FlowNode[],
  drawn: Transient,
): { given: FlowNode[]; waiting: FlowNode[] } {
  const given: FlowNode[] = [];
  const waiting: FlowNode[] = [];
  let fresh = 0;
  for (const node of nodes) {
    // What was drawn may be of another document, whose nodes had the same ids.
    const isDrawn = node.measured && drawn.get(node.id)?.measured;
    if (isDrawn || fresh++ < portion) given.push(node);
    else waiting.push(node);
  }
  return { given, waiting };
}

export function projectEdges(document: Document, selected: ReadonlySet<string>): FlowEdge[] {
  const names = new Map(document.nodes.map(({ id, name }) => [id, name]));
  const hidden = hiddenIn(document);
  const entrances = new Set(
    blocksIn(document).flatMap((block) => portsOf(document, block).inputs.map(endKey)),
  );
  // What runs inside a closed block is not seen, and what it reads more than once is drawn once.
  const visible = document.edges.filter(({ to }) => !hidden.has(to.node) || entrances.has(endKey(to)));
  const told = new Set<string>();
  return visible.map(({ id, from, to }) => {
    const target = hidden.get(to.node)?.id ?? to.node;
    const way = `${endKey(from)} ${target}`;
    const isRepeated = told.size === told.add(way).size;
    return {
      id,
      type: 'wire',
      source: hidden.get(from.node)?.id ?? from.node,
      sourceHandle: hidden.has(from.node) ? handleOf(from) : from.port,
      target,
      targetHandle: hidden.has(to.node) ? handleOf(to) : to.port,
      selected: selected.has(id),
      ariaLabel: fill(canvasMessages.wire, {
        from: names.get(from.node) ?? '',
        to: names.get(to.node) ?? '',
      }),
      data: { isRepeated },
    };
  });
}

/** Where nodes have come to rest away from where the document has them; those of a block go where it goes. */
export function movedNodes(document: Document, nodes: readonly FlowNode[]): Record<NodeId, Position> {
  const known = new Map(document.nodes.map(({ id, position }) => [id, position]));
  const blocks = new Map(blocksIn(document).map((group) => [group.id, group]));
  const moved = nodes.flatMap(({ id, position, dragging }): [NodeId, Position][] => {
    const block = blocks.get(id);
    const before = block ? cornerOf(document, block) : known.get(id);
    if (!before || dragging || isAt(before, position)) return [];
    const by = { x: position.x - before.x, y: position.y - before.y };
    return (block?.nodes ?? [id]).flatMap((member): [NodeId, Position][] => {
      const from = known.get(member);
      return from ? [[member, { x: from.x + by.x, y: from.y + by.y }]] : [];
    });
  });
  return Object.fromEntries(moved);
}

function isAt(a: Position, b: Position): boolean {
  return a.x === b.x && a.y === b.y;
}
