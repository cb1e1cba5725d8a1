/** Cards in a line with one another, or with the same room between them. */
import type { Position } from '../document/document';
import type { Box } from './box';

export const alignments = ['left', 'middle', 'right', 'top', 'centre', 'bottom'] as const;
export type Alignment = (typeof alignments)[number];
export const distributions = ['across', 'down'] as const;
export type Distribution = (typeof distributions)[number];

/** How far each box goes, by its id; those that stay are left out. The line is that of all of them together. */
export function aligned(boxes: ReadonlyMap<string, Box>, to: Alignment): Map<string, Position> {
  const all = [...boxes.values()];
  const [left, right] = [Math.min(...all.map((box) => box.left)), Math.max(...all.map((box) => box.right))];
  const [top, bottom] = [Math.min(...all.map((box) => box.top)), Math.max(...all.map((box) => box.bottom))];
  const by: Record<Alignment, (box: Box) => Position> = {
    left: (box) => ({ x: left - box.left, y: 0 }),
    middle: (box) => ({ x: (left + right) / 2 - (box.left + box.right) / 2, y: 0 }),
    right: (box) => ({ x: right - box.right, y: 0 }),
    top: (box) => ({ x: 0, y: top - box.top }),
    centre: (box) => ({ x: 0, y: (top + bottom) / 2 - (box.top + box.bottom) / 2 }),
    bottom: (box) => ({ x: 0, y: bottom - box.bottom }),
  };
  return moves([...boxes].map(([id, box]) => [id, by[to](box)]));
}

/** The first and the last stay where they are; what lies between has the same room on both sides. */
export function distributed(boxes: ReadonlyMap<string, Box>, along: Distribution): Map<string, Position> {
  const isAcross = along === 'across';
  const start = (box: Box) => (isAcross ? box.left : box.top);
  const end = (box: Box) => (isAcross ? box.right : box.bottom);
  const ordered = [...boxes].toSorted(
    ([, one], [, other]) => start(one) + end(one) - start(other) - end(other),
  );
  const [first, last] = [ordered[0]?.[1], ordered.at(-1)?.[1]];
  if (!first || !last || ordered.length < 3) return new Map();
  const filled = ordered.reduce((sum, [, box]) => sum + end(box) - start(box), 0);
  const gap = (end(last) - start(first) - filled) / (ordered.length - 1);
  let at = start(first);
  return moves(
    ordered.map(([id, box]) => {
      const by = at - start(box);
      at += end(box) - start(box) + gap;
      return [id, isAcross ? { x: by, y: 0 } : { x: 0, y: by }];
    }),
  );
}

function moves(all: readonly (readonly [string, Position])[]): Map<string, Position> {
  return new Map(
    all
      .map(([id, { x, y }]) => [id, { x: Math.round(x), y: Math.round(y) }] as const)
      .filter(([, { x, y }]) => x !== 0 || y !== 0),
  );
}
