/** From card to card by the arrows: along the wires, and across to what stands above or below. */
import type { Box } from './lane';

export interface Card extends Box {
  readonly id: string;
}
export interface Way {
  readonly from: string;
  readonly to: string;
}
export type Direction = 'left' | 'right' | 'up' | 'down';

export const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Undefined where there is nothing that way. */
export function walk(
  cards: readonly Card[],
  ways: readonly Way[],
  from: string,
  direction: Direction,
): string | undefined {
  const here = cards.find(({ id }) => id === from);
  if (!here) return undefined;
  const wanted = wiredTo(ways, from, direction);
  const wired = cards.filter(({ id }) => id !== from && wanted.has(id));
  // Across, those that share a wire's other end come first.
  const found = direction === 'left' || direction === 'right' ? wired : beyond(wired, here, direction);
  return (nearest(found, here, direction) ?? nearest(beyond(cards, here, direction), here, direction))?.id;
}

/** What reads this, what feeds it, or what reads or feeds the same. */
function wiredTo(ways: readonly Way[], from: string, direction: Direction): ReadonlySet<string> {
  const readers = (of: ReadonlySet<string>) =>
    new Set(ways.flatMap((way) => (of.has(way.from) ? [way.to] : [])));
  const feeders = (of: ReadonlySet<string>) =>
    new Set(ways.flatMap((way) => (of.has(way.to) ? [way.from] : [])));
  const here = new Set([from]);
  if (direction === 'right') return readers(here);
  if (direction === 'left') return feeders(here);
  return new Set([...readers(feeders(here)), ...feeders(readers(here))]);
}

const middle = ({ left, right, top, bottom }: Box) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });

/** Those whose middle is that way. */
function beyond(cards: readonly Card[], here: Card, direction: Direction): readonly Card[] {
  const at = middle(here);
  return cards.filter((card) => {
    const { x, y } = middle(card);
    const [dx, dy] = [x - at.x, y - at.y];
    switch (direction) {
      case 'left':
        return dx < 0 && Math.abs(dx) >= Math.abs(dy);
      case 'right':
        return dx > 0 && Math.abs(dx) >= Math.abs(dy);
      case 'up':
        return dy < 0;
      case 'down':
        return dy > 0;
    }
  });
}

/** What is aside counts twice: what stands in line comes first. */
function nearest(cards: readonly Card[], here: Card, direction: Direction): Card | undefined {
  const at = middle(here);
  const isAcross = direction === 'up' || direction === 'down';
  const farness = (card: Card): number => {
    const { x, y } = middle(card);
    const [along, aside] = isAcross ? [y - at.y, x - at.x] : [x - at.x, y - at.y];
    return Math.abs(along) + 2 * Math.abs(aside);
  };
  return cards.reduce<Card | undefined>(
    (best, card) => (best && farness(best) <= farness(card) ? best : card),
    undefined,
  );
}
