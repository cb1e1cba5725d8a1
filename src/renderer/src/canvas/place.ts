/** Where the next card goes, so that it covers no other. */
import type { Position } from '#shared/document/document';
import { cardSize, tallestCard } from '#shared/layout/card';
import type { Box } from './lane';

/** Room for a wire between one card and the next, and between one row and the next. */
const column = 100;
const row = 60;
/** Room around a card. */
const gap = 20;

interface Around {
  /** The card that it is put beside. */
  readonly last: Box | undefined;
  /** Of what is in sight: its middle, and how far it goes to the right. */
  readonly middle: Position;
  readonly right: number;
  readonly wanted?: Position | undefined;
}

/** Beside the last one, in a new row where that would be out of sight; without one in the middle. */
export function placeFor(cards: readonly Box[], { last, middle, right, wanted }: Around): Position {
  // Any may grow when its shape is known.
  const size = { width: cardSize(undefined).width, height: tallestCard };
  const taken = cards.map((card) => ({ ...card, bottom: Math.max(card.bottom, card.top + size.height) }));
  if (wanted) return below(wanted, size, taken);
  if (!last) return below({ x: middle.x - size.width / 2, y: middle.y - size.height / 2 }, size, taken);
  const beside = { x: last.right + column, y: last.top };
  if (beside.x + size.width <= right) return below(beside, size, taken);
  const start = Math.min(...cards.map(({ left }) => left));
  return below({ x: start, y: last.top + size.height + row }, size, taken);
}

/** The place, or the nearest one below it that is free. */
function below(
  { x, y }: Position,
  { width, height }: { readonly width: number; readonly height: number },
  cards: readonly Box[],
): Position {
  const inTheWay = (top: number) =>
    cards.find(
      (card) =>
        x < card.right + gap &&
        x + width > card.left - gap &&
        top < card.bottom + gap &&
        top + height > card.top - gap,
    );
  let top = y;
  for (let card = inTheWay(top); card; card = inTheWay(top)) top = card.bottom + gap;
  return { x, y: top };
}
