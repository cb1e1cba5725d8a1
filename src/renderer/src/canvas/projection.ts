/** The document as Svelte Flow's nodes and wires: a view, never a second truth. */
import type { Edge as FlowEdge, Node as FlowNode } from '@xyflow/svelte';
import {
  endKey,
  kindName,
  nodesById,
  placeOf,
  type Document,
  type Edge,
  type Group,
  type Node,
  type NodeId,
  type Position,
} from '#shared/document/document';
import type { Inference, NodeInference } from '#shared/document/infer';
import { nodeBox } from '#shared/layout/card';
import { canvasMessages } from '#shared/messages/canvas';
import { commonMessages } from '#shared/messages/common';
import { fill } from '#shared/messages/fill';
import type { Shape } from '#shared/tensor/shape';
import { describeAnswer } from '../ui/shapes';
import { blocksIn, cornerOf, hiddenIn, nestingOf, portsOf } from '#shared/document/groups';
import { blockCardOf, cardAttributes, handleOf, portsOfNode } from './block';
import { frameId, frameOf, obstacleOf } from './frame';
import { Obstacles } from './lane';
import { sizedAs } from './handles';

/** Where cards are while they are dragged. */
export type Dragged = ReadonlyMap<string, Position>;

/** What the canvas draws a wire by. */
export interface WireData extends Record<string, unknown> {
  readonly edge: Edge;
  /** Another wire from the same end leads to the same card. */
  readonly isRepeated: boolean;
}

/** The accessible name of a node. */
export function describeNode(node: Node, inferred: NodeInference | undefined): string {
  const output = inferred?.emission?.output;
  return fill(canvasMessages.node, {
    name: node.name,
    kind: kindName(node),
    shape: output ? describeAnswer(output) : commonMessages.notKnownYet,
  });
}

/** What was made last, by key, each made anew only where what it is made of is otherwise. */
class Kept<T> {
  #last = new Map<string, { readonly of: readonly unknown[]; readonly made: T }>();

  /** Those that are not asked for in a turn are let go. */
  turn(): (key: string, of: readonly unknown[], make: (before: T | undefined) => T) => T {
    const before = this.#last;
    const next: typeof before = new Map();
    this.#last = next;
    return (key, of, make) => {
      const known = before.get(key);
      const isSame = known?.of.length === of.length && known.of.every((each, at) => each === of[at]);
      const entry = isSame ? known : { of, made: make(known?.made) };
      next.set(key, entry);
      return entry.made;
    };
  }
}

interface Standing {
  readonly cards: readonly FlowNode[];
  readonly obstacles: Obstacles;
}

/** What did not change stays the same object, so that the canvas updates only what did. */
export class Projection {
  readonly #cards = new Kept<FlowNode>();
  readonly #frames = new Kept<FlowNode>();
  readonly #wires = new Kept<FlowEdge<WireData>>();
  #standing: Standing = { cards: [], obstacles: new Obstacles() };

  nodes(
    document: Document,
    inference: Inference,
    selected: ReadonlySet<NodeId>,
    dragged: Dragged,
  ): FlowNode[] {
    const { hidden, shown, innermost, outer } = nestingOf(document);
    const [card, frame] = [this.#cards.turn(), this.#frames.turn()];
    const within = new Map<Group, FlowNode[]>();
    const put = (group: Group | undefined, made: FlowNode) => {
      if (group) within.set(group, [...(within.get(group) ?? []), made]);
      return made;
    };
    const nodes = document.nodes
      .filter(({ id }) => !hidden.has(id))
      .map((node) => {
        const { id } = node;
        const [inferred, at, isSelected] = [inference.nodes.get(id), dragged.get(id), selected.has(id)];
        const place = at ?? placeOf(document, id);
        const made = card(id, [node, inferred, place, at, isSelected], (before) => ({
          ...{ id, type: 'layer', position: place, dragging: at !== undefined },
          draggable: !node.isLocked,
          ...cardFor(node, inferred, before),
          ...{ ariaLabel: describeNode(node, inferred), ariaRole: 'group', selected: isSelected },
          domAttributes: cardAttributes,
        }));
        return put(innermost.get(id), made);
      });
    const groups = new Map<Group, FlowNode>();
    // Those within others first: a frame is drawn around them.
    for (const group of shown.toReversed()) {
      const at = dragged.get(group.id);
      const isSelected = group.isClosed && group.nodes.some((id) => selected.has(id));
      const made = group.isClosed
        ? card(
            group.id,
            [group, document.nodes, document.edges, document.places, inference, at, isSelected],
            () => ({
              ...blockCardOf(document, inference, group, isSelected ?? false),
              ...(at && { position: at, dragging: true }),
            }),
          )
        : frame(group.id, [group, dragged.has(frameId(group)), ...(within.get(group) ?? [])], () => ({
            ...frameOf(group, within.get(group) ?? []),
            dragging: dragged.has(frameId(group)),
          }));
      groups.set(group, put(outer.get(group), made));
    }
    return [...shown.flatMap((group) => groups.get(group) ?? []), ...nodes];
  }

  /** The same as long as every card stands where it stood, whatever is selected. */
  standing(cards: readonly FlowNode[]): Standing {
    const { cards: of } = this.#standing;
    const isSame =
      of.length === cards.length &&
      cards.every(({ id, position, width, height }, at) => {
        const before = of[at];
        return (
          before?.id === id &&
          position === before.position &&
          width === before.width &&
          height === before.height
        );
      });
    if (!isSame) this.#standing = { cards, obstacles: new Obstacles(cards.map(obstacleOf)) };
    return this.#standing;
  }

  edges(document: Document, selected: ReadonlySet<string>): FlowEdge<WireData>[] {
    const wire = this.#wires.turn();
    const nodes = nodesById(document.nodes);
    const hidden = hiddenIn(document);
    const entrances = new Set(
      blocksIn(document).flatMap((block) => portsOf(document, block).inputs.map(endKey)),
    );
    // What runs inside a closed block is not seen, and what it reads more than once is drawn once.
    const visible = document.edges.filter(({ to }) => !hidden.has(to.node) || entrances.has(endKey(to)));
    const told = new Set<string>();
    return visible.map((edge) => {
      const { id, from, to } = edge;
      const [source, target] = [hidden.get(from.node)?.id, hidden.get(to.node)?.id];
      const way = `${endKey(from)} ${target ?? to.node}`;
      const isRepeated = told.size === told.add(way).size;
      const names = { from: nodes.get(from.node)?.name ?? '', to: nodes.get(to.node)?.name ?? '' };
      const isSelected = selected.has(id);
      return wire(id, [edge, names.from, names.to, source, target, isSelected, isRepeated], () => ({
        ...{ id, type: 'wire', source: source ?? from.node, target: target ?? to.node },
        sourceHandle: source === undefined ? from.port : handleOf(from),
        targetHandle: target === undefined ? to.port : handleOf(to),
        selected: isSelected,
        ariaRole: 'group',
        ariaLabel: fill(canvasMessages.wire, names),
        domAttributes: wireAttributes,
        data: { edge, isRepeated },
      }));
    });
  }
}

/** No Tab stop: `W` on a card leads to its wires; a click gives it the focus, and so its menu. */
const wireAttributes = { tabindex: -1 } as const;

/** A layer that is not complete for a while keeps its size. */
function cardFor(
  node: Node,
  inferred: NodeInference | undefined,
  before: FlowNode | undefined,
): Pick<FlowNode, 'data' | 'measured' | 'width' | 'height' | 'handles'> {
  const output = inferred?.emission?.output;
  const shape = output && !output.other ? output.shape : (before?.data.shape as Shape | undefined);
  const ports = portsOfNode(node);
  const size = nodeBox(shape, Math.max(ports.inputs.length, ports.outputs.length), node.isCollapsed);
  return { data: { shape }, ...sizedAs(size, ports) };
}

/** Where nodes have come to rest away from where the document has them; those of a block go where it goes. */
export function movedNodes(document: Document, cards: readonly FlowNode[]): Record<NodeId, Position> {
  const blocks = new Map(blocksIn(document).map((group) => [group.id, group]));
  const nodes = nodesById(document.nodes);
  const moved = cards.flatMap(({ id, position, dragging }): [NodeId, Position][] => {
    const block = blocks.get(id);
    if (dragging || !(block || nodes.has(id))) return [];
    const before = block ? cornerOf(document, block) : placeOf(document, id);
    const by = { x: position.x - before.x, y: position.y - before.y };
    if (by.x === 0 && by.y === 0) return [];
    return (block?.nodes ?? [id]).map((member) => {
      const { x, y } = placeOf(document, member);
      return [member, { x: x + by.x, y: y + by.y }];
    });
  });
  return Object.fromEntries(moved);
}
