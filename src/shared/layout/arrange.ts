/** Where the cards of a document stand, as it is drawn: closed blocks as one card, with what they hold laid out within. */
import type { Document, Group, Node, Position } from '../document/document';
import { hiddenIn, portsOf } from '../document/groups';
import { inferShapes, type Inference } from '../document/infer';
import { layerOf } from '../layers/layer-of';
import { blockBox, nodeBox } from './card';
import { inRows, type Arranged, type Card, type Link, type Report } from './rows';

/** The document with every node in a place that follows from its wires alone. */
export function arrange(document: Document, report?: Report): Document {
  const inference = inferShapes(document);
  const hidden = hiddenIn(document);
  const blocks = document.groups.filter(({ isClosed }) => isClosed);
  const shown = document.nodes.filter(({ id }) => !hidden.has(id));
  const links = document.edges.map(({ from, to }): Link => [from.node, to.node]);
  const total = document.nodes.length;
  const inner = new Map(blocks.map((block): [Group, Link[]] => [block, []]));
  for (const link of links) {
    const block = hidden.get(link[0]);
    if (block && block === hidden.get(link[1])) inner.get(block)?.push(link);
  }
  let done = 0;
  const counted = (arranged: Arranged, count: number): Arranged => {
    report?.((done += count), total);
    return arranged;
  };
  const within = new Map(
    blocks.map((block) => {
      const members = new Set(block.nodes);
      const cards = document.nodes.filter(({ id }) => members.has(id)).map((node) => cardOf(node, inference));
      return [block, counted(inRows(cards, inner.get(block) ?? []), cards.length)] as const;
    }),
  );
  const firsts = new Map([...document.nodes].map(({ id }) => [id, hidden.get(id)?.id ?? id] as const));
  const cards = cardsInOrder(document, blocks, shown, inference, firsts);
  const top = inRows(
    cards,
    links.map(([from, to]): Link => [firsts.get(from) ?? from, firsts.get(to) ?? to]),
    (count) => report?.(done + Math.floor((count * shown.length) / cards.length), total),
  );
  const nodes = document.nodes.map((node): Node => {
    const block = hidden.get(node.id);
    const corner = top.places.get(firsts.get(node.id) ?? '') ?? node.position;
    const inner = block && within.get(block)?.places.get(node.id);
    return { ...node, position: inner ? added(corner, inner) : corner };
  });
  return { ...document, nodes };
}

/** Nodes and blocks in the order the document has them, a block where it has the first of its nodes. */
function cardsInOrder(
  document: Document,
  blocks: readonly Group[],
  shown: readonly Node[],
  inference: Inference,
  firsts: ReadonlyMap<string, string>,
): readonly Card[] {
  const cards = new Map<string, Card>(shown.map((node) => [node.id, cardOf(node, inference)]));
  for (const block of blocks) {
    const { inputs, outputs } = portsOf(document, block);
    cards.set(block.id, { id: block.id, ...blockBox(Math.max(inputs.length, outputs.length)) });
  }
  return [...new Set(firsts.values())].flatMap((id) => cards.get(id) ?? []);
}

function cardOf(node: Node, inference: Inference): Card {
  const { id, attributes, isCollapsed } = node;
  const output = inference.nodes.get(id)?.emission?.output;
  const layer = layerOf(node);
  const ports = Math.max(layer?.inputs(attributes).length ?? 0, layer?.outputs(attributes).length ?? 0);
  return { id, ...nodeBox(output && !output.other ? output.shape : undefined, ports, isCollapsed) };
}

const added = (one: Position, other: Position): Position => ({ x: one.x + other.x, y: one.y + other.y });
