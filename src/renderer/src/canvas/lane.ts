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
/** A way around that is farther is no way. */
const farthest = 400;

/** By columns of the canvas: a wire has few of thousands in its way. */
export class Obstacles {
  readonly #columns = new Map<number, Box[]>();

  constructor(boxes: Iterable<Box> = []) {
    for (const box of boxes)
      for (let at = columnOf(box.left); at <= columnOf(box.right); at++) {
        const column = this.#columns.get(at);
        if (column) column.push(box);
        else this.#columns.set(at, [box]);
      }
  }

  between(left: number, right: number): readonly Box[] {
    const found = new Set<Box>();
    for (let at = columnOf(left); at <= columnOf(right); at++)
      for (const box of this.#columns.get(at) ?? []) if (box.left < right && box.right > left) found.add(box);
    return [...found];
  }

  in(area: Box): readonly Box[] {
    return this.between(area.left, area.right).filter(
      ({ top, bottom }) => top < area.bottom && bottom > area.top,
    );
  }
}

const columnOf = (x: number): number => Math.floor(x / 512);

/** How high or low to run; undefined where straight from one end to the other nothing is in the way. */
export function laneFor(from: Position, to: Position, cards: Pick<Obstacles, 'between'>): number | undefined {
  const isBack = to.x < from.x;
  const [left, right] = isBack ? [to.x - aside, from.x + aside] : [from.x + 1, to.x - 1];
  const between = cards.between(left, right);
  const way = isBack ? [] : alongCurve(from, to);
  const isHit = (card: Box) =>
    way.some(({ x, y }) => x > card.left && x < card.right && y > card.top && y < card.bottom);
  return isBack || between.some(isHit) ? clearOf(between, (from.y + to.y) / 2) : undefined;
}

const samples = 24;

/** Places on the curve that a wire to the right is drawn as, whose pulls reach to the middle between its ends. */
function alongCurve(from: Position, to: Position): readonly Position[] {
  return Array.from({ length: samples - 1 }, (_, place) => {
    const at = (place + 1) / samples;
    const [start, pull, end] = [(1 - at) ** 3, 3 * at * (1 - at), at ** 3];
    const middle = (from.x + to.x) / 2;
    return {
      x: start * from.x + pull * middle + end * to.x,
      y: (start + pull * (1 - at)) * from.y + (end + pull * at) * to.y,
    };
  });
}

/** How far beside both ends a wire back to the left runs, so that the ways to its lane and from it pass under no card. */
export function asideFor(
  from: Position,
  to: Position,
  lane: number,
  obstacles: Pick<Obstacles, 'between'>,
): number {
  const cards = obstacles.between(to.x - farthest, from.x + farthest);
  const isClear = (x: number, one: number, other: number) =>
    !cards.some(
      (card) =>
        x > card.left - margin / 2 &&
        x < card.right + margin / 2 &&
        Math.max(one, other) > card.top &&
        Math.min(one, other) < card.bottom,
    );
  // Out of its ports a wire leads beside nothing.
  const isFree = ({ x, y }: Position, end: number) =>
    !cards.some(
      (card) =>
        y > card.top &&
        y < card.bottom &&
        card.right > Math.min(x, end) + 1 &&
        card.left < Math.max(x, end) - 1,
    );
  for (let offset = aside; offset < farthest; offset += margin) {
    if (!isFree(from, from.x + offset) || !isFree(to, to.x - offset)) return aside;
    if (isClear(from.x + offset, from.y, lane) && isClear(to.x - offset, lane, to.y)) return offset;
  }
  return aside;
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

/** Between a label and what it must not touch. */
const clear = 3;

/** The middle of a label as near to its wire as no card is in the way; undefined where all of it is taken. */
export function labelSpot(
  { x, y }: Position,
  { width, height }: { readonly width: number; readonly height: number },
  cards: Obstacles,
): Position | undefined {
  const boxAt = (middle: number): Box => ({
    ...{ left: x - width / 2 - clear, right: x + width / 2 + clear },
    ...{ top: middle - height / 2 - clear, bottom: middle + height / 2 + clear },
  });
  const inTheWay = cards.in(boxAt(y));
  if (inTheWay.length === 0) return { x, y };
  // Beyond the cards that it stands between.
  const above = Math.min(...inTheWay.map(({ top }) => top)) - height / 2 - 2 * clear;
  const below = Math.max(...inTheWay.map(({ bottom }) => bottom)) + height / 2 + 2 * clear;
  const free = [above, below].filter((middle) => cards.in(boxAt(middle)).length === 0);
  const [nearest] = free.toSorted((one, other) => Math.abs(one - y) - Math.abs(other - y));
  return nearest === undefined ? undefined : { x, y: nearest };
}
