/** What the places of cards follow from: how large they are, what is wired to what, and which are in a group together. */
import type { Document, Group } from '../document/document';
import { answerOf, type Inference } from '../document/infer';
import type { Size } from './card';
import { blockSize, labelWidth, nodeSize } from './sizes';

/** From left to right, or from top to bottom. */
export const directions = ['across', 'down'] as const;
export type Direction = (typeof directions)[number];

export interface Card extends Size {
  readonly id: string;
}

/** From one card to another, with the room that what it says of itself takes. */
export type Link = readonly [from: string, to: string, label?: number];

/** All that places follow from, plain enough to be sent to another thread. */
export interface Plan {
  /** Of nodes, in the order the document has them. */
  readonly cards: readonly Card[];
  readonly wires: readonly Link[];
  /** As large as the cards they close to. */
  readonly groups: readonly (Group & Size)[];
}

export function planOf(document: Document, inference: Inference): Plan {
  return {
    cards: document.nodes.map((node) => ({ id: node.id, ...nodeSize(node, inference) })),
    wires: document.edges.map((edge): Link => [
      edge.from.node,
      edge.to.node,
      labelWidth(answerOf(inference, edge)),
    ]),
    groups: document.groups.map((group) => ({
      ...{ id: group.id, name: group.name, nodes: group.nodes },
      ...(group.isClosed && { isClosed: true }),
      ...blockSize(document, group),
    })),
  };
}
