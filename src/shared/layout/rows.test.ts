/** Rows of cards: none covers another, wires lead on to the right or to a row below, and nothing is left to chance. */
import { describe, expect, test } from 'vitest';
import type { Card, Direction, Link } from './plan';
import { inRows } from './rows';

const sized = (id: string, at: number): Card => ({
  id,
  width: at % 5 === 0 ? 282 : 148,
  height: 78 + (at % 3) * 35,
});
const named = (count: number): readonly Card[] =>
  Array.from({ length: count }, (_, at) => sized(`n${at}`, at));
const chain = (count: number): readonly Link[] =>
  Array.from({ length: count - 1 }, (_, at): Link => [`n${at}`, `n${at + 1}`]);

/** As residual networks and attention have them: a way past every few cards, and three ways side by side. */
const branching = (count: number): readonly Link[] =>
  Array.from({ length: count }, (_, at) => at).flatMap((at): Link[] => {
    const from = at - (at % 6);
    const ways: Link[] = [1, 2, 3].map((way) => [`n${from}`, `n${from + way}`]);
    const together: Link[] = [1, 2, 3].map((way) => [`n${from + way}`, `n${from + 4}`]);
    const on: Link[] = [
      [`n${from + 4}`, `n${from + 5}`],
      [`n${from}`, `n${from + 5}`],
      [`n${from + 5}`, `n${from + 6}`],
    ];
    return at % 6 === 0 && at + 6 < count ? [...ways, ...together, ...on] : [];
  });

function overlapping(
  cards: readonly Card[],
  links: readonly Link[],
  direction?: Direction,
): readonly string[] {
  const { places } = inRows(cards, links, direction);
  const boxes = cards.map(({ id, width, height }) => {
    const { x, y } = places.get(id)!;
    return { id, left: x, top: y, right: x + width, bottom: y + height };
  });
  return boxes.flatMap((one, at) =>
    boxes
      .slice(at + 1)
      .filter(
        (other) =>
          one.left < other.right &&
          other.left < one.right &&
          one.top < other.bottom &&
          other.top < one.bottom,
      )
      .map((other) => `${one.id} ${other.id}`),
  );
}

describe.each([
  ['a chain', 7, chain(7)],
  ['a long chain', 130, chain(130)],
  ['ways side by side and past', 100, branching(100)],
  ['cards without wires', 30, []],
  ['one card that all others read', 40, chain(40).map(([, to]): Link => ['n0', to])],
  ['more of them side by side than are weighed', 700, chain(700).map(([, to]): Link => ['n0', to])],
] as const)('%s', (_, count, links) => {
  test('covers nothing, and begins at the upper left', () => {
    expect(overlapping(named(count), links)).toEqual([]);
    const { places, width, height } = inRows(named(count), links);
    const along = (axis: 'x' | 'y') => [...places.values()].map((place) => place[axis]);
    expect([Math.min(...along('x')), Math.min(...along('y'))]).toEqual([0, 0]);
    expect(Math.max(...along('x'))).toBeLessThan(width);
    expect(Math.max(...along('y'))).toBeLessThan(height);
  });

  test('from top to bottom covers nothing, and leads down or to a column on the right', () => {
    expect(overlapping(named(count), links, 'down')).toEqual([]);
    const { places } = inRows(named(count), links, 'down');
    const sizes = new Map(named(count).map((card) => [card.id, card]));
    for (const [from, to] of links) {
      const [source, target] = [places.get(from)!, places.get(to)!];
      const isBelow = target.y >= source.y + sizes.get(from)!.height;
      const isBeside = target.x >= source.x + sizes.get(from)!.width;
      expect(isBelow || isBeside, `${from} ${to}`).toBe(true);
    }
  });

  test('leads to the right, or to a row below', () => {
    const { places } = inRows(named(count), links);
    const sizes = new Map(named(count).map((card) => [card.id, card]));
    for (const [from, to] of links) {
      const [source, target] = [places.get(from)!, places.get(to)!];
      const isBeside = target.x >= source.x + sizes.get(from)!.width;
      const isBelow = target.y >= source.y + sizes.get(from)!.height;
      expect(isBeside || isBelow, `${from} ${to}`).toBe(true);
    }
  });

  test('is the same again', () => {
    expect(inRows(named(count), links)).toEqual(inRows(named(count), links));
  });
});

test('a short chain is one row, a long one several of at most twelve', () => {
  const rowsIn = (count: number) => {
    const cards = Array.from({ length: count }, (_, at): Card => ({ id: `n${at}`, width: 148, height: 78 }));
    const rows = new Map<number, number>();
    for (const { y } of inRows(cards, chain(count)).places.values()) rows.set(y, (rows.get(y) ?? 0) + 1);
    return [...rows.values()];
  };
  expect(rowsIn(4)).toEqual([4]);
  expect(rowsIn(40).length).toBeGreaterThan(3);
  for (const count of [13, 40, 300]) expect(Math.max(...rowsIn(count))).toBeLessThanOrEqual(12);
});

test('a row is cut where few wires cross', () => {
  const cards = named(10).map((card) => ({ ...card, width: 148, height: 78 }));
  const past: readonly Link[] = [...chain(10), ['n6', 'n8'], ['n6', 'n9']];
  const { places } = inRows(
    [...cards, ...Array.from({ length: 60 }, (_, at): Card => ({ id: `m${at}`, width: 148, height: 78 }))],
    [...past, ['n9', 'm0'], ...Array.from({ length: 59 }, (_, at): Link => [`m${at}`, `m${at + 1}`])],
  );
  expect(places.get('n5')!.x).toBeGreaterThan(places.get('n6')!.x);
});

test('numbers stand just before what reads them', () => {
  const { places } = inRows(
    [...named(9), { id: 'weight', width: 148, height: 78 }],
    [...chain(5), ['weight', 'n3']],
  );
  expect(places.get('weight')!.x).toBeGreaterThan(places.get('n1')!.x);
});

test('five thousand cards have a place each, and how far it is is told', () => {
  const told: (readonly [number, number])[] = [];
  const { places } = inRows(named(5000), branching(5000), 'across', (done, total) =>
    told.push([done, total]),
  );
  expect(places.size).toBe(5000);
  expect(told.length).toBeGreaterThan(100);
  expect(told.at(-1)).toEqual([5000, 5000]);
});

test('wires in a loop, and those to nowhere, are passed over', () => {
  const links: readonly Link[] = [
    ['n0', 'n1'],
    ['n1', 'n0'],
    ['n1', 'n1'],
    ['n1', 'gone'],
  ];
  expect(overlapping(named(3), links)).toEqual([]);
});

test('between two cards there is room for what the wire says', () => {
  const cards = named(3);
  const links: readonly Link[] = [
    ['n0', 'n1', 40],
    ['n1', 'n2', 190],
  ];
  const { places } = inRows(cards, links);
  const between = (from: string, to: string) =>
    places.get(to)!.x - places.get(from)!.x - cards.find(({ id }) => id === from)!.width;
  expect(between('n0', 'n1')).toBe(104);
  expect(between('n1', 'n2')).toBeGreaterThan(190 + 20);
});
