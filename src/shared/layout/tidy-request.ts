/** What is asked of whoever tidies: of what is chosen, or of all where that is not more than one card. */
import { placeOf, type Document, type NodeId } from '../document/document';
import { nestingOf, withBlocks } from '../document/groups';
import type { Inference } from '../document/infer';
import { copyNodes } from '../document/paste';
import type { Box } from './box';
import { planOf, type Direction } from './plan';
import { boxesOf } from './room';
import type { TidyRequest } from './tidy';

export function tidyRequest(
  document: Document,
  inference: Inference,
  direction: Direction,
  chosen: ReadonlySet<NodeId>,
): TidyRequest {
  const cards = cardsOf(document, inference);
  const whole = withBlocks(document, chosen);
  const isPart = cards.filter(({ nodes }) => nodes.every((id) => whole.has(id))).length > 1;
  const part: Document = isPart ? { ...document, ...copyNodes(document, [...whole]) } : document;
  return {
    plan: planOf(part, inference),
    now: Object.fromEntries(part.nodes.map(({ id }) => [id, placeOf(part, id)])),
    locked: part.nodes.filter(({ isLocked }) => isLocked).map(({ id }) => id),
    notes: isPart ? [] : (document.notes ?? []),
    others: isPart
      ? cards.filter(({ nodes }) => !nodes.some((id) => whole.has(id))).map(({ box }) => box)
      : [],
    direction,
  };
}

export interface SeenCard {
  /** Of a node, or of a closed block. */
  readonly id: string;
  readonly nodes: readonly NodeId[];
  readonly box: Box;
}

/** What stands on the canvas as a card. */
export function cardsOf(document: Document, inference: Inference): readonly SeenCard[] {
  const shown = new Map(nestingOf(document).shown.map((group) => [group.id, group]));
  return [...boxesOf(document, inference)].flatMap(([id, box]): SeenCard[] => {
    const group = shown.get(id);
    return group && !group.isClosed ? [] : [{ id, nodes: group?.nodes ?? [id], box }];
  });
}
