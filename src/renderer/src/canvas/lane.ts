/** Where a wire may run so that it passes under no card. */
import type { Position } from '#shared/document/document';

/** A card, as far as it is in the way. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** How far from a card a wire keeps. */
const margin = 14;
/** How far beside its ends a wire back to the left runs. */
export const aside = 22;

/** How high or low to run; undefined where straight from one end to the other nothing is in the way. */
export function laneFor(from: Position, to: Position, cards: readonly Box[]): number | undefined {
  const isBack = to.x < from.x;
  const [left, right] = isBack ? [to.x - aside, from.x + aside] : [from.x + 1, to.x - 1];
  const between = cards.filter((card) => card.left < right && card.right > left);
  const yAt = (x: number) => from.y + ((to.y - from.y) * (x - from.x)) / Math.max(to.x - from.x, 1);
  const isHit = (card: Box) => {
    const [one, other] = [yAt(Math.max(card.left, left)), yAt(Math.min(card.right, right))];
    return Math.max(one, other) > card.top && Math.min(one, other) < card.bottom;
  };
  return isBack || between.some(isHit) ? clearOf(between, (from.y + to.y) / 2) : undefined;
}

/** What is nearest to a height where no card is. */
function clearOf(cards: readonly Box[], wanted: number): number {
  let [above, below] = [wanted, wanted];
  for (const card of cards.toSorted((one, other) => other.bottom - one.bottom))
    if (card.top - margin < above && card.bottom + margin > above) above = card.top - margin;
  for (const card of cards.toSorted((one, other) => one.top - other.top))
    if (card.top - margin < below && card.bottom + margin > below) below = card.bottom + margin;
  return wanted - above <= below - wanted ? above : below;
}

/** To the right, along the lane. */
export function pathAlong(from: Position, to: Position, lane: number): string {
  const bend = Math.min(48, (to.x - from.x) / 3);
  const [start, end] = [from.x + bend, to.x - bend];
  const [half, rest] = [from.x + bend / 2, to.x - bend / 2];
  return `M${from.x},${from.y} C${half},${from.y} ${half},${lane} ${start},${lane} L${end},${lane} C${rest},${lane} ${rest},${to.y} ${to.x},${to.y}`;
}
