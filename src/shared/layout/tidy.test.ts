/** Tidied: nothing is covered, what is locked stays, groups keep together, and notes go along. */
import { expect, test } from 'vitest';
import type { Document } from '../document/document';
import { applyEdit, type Edit } from '../document/edits';
import { inferShapes } from '../document/infer';
import { added, edited, wire } from '../document/testing-edits';
import { boxAt, isHit } from './box';
import type { Direction } from './plan';
import { tidied } from './tidy';
import { cardsOf, tidyRequest } from './tidy-request';
import { nestedNetwork } from './testing-nested';

const tidy = (document: Document, direction: Direction = 'across', only: readonly string[] = []): Document =>
  applyEdit(document, {
    kind: 'move',
    positions: tidied(tidyRequest(document, inferShapes(document), direction, new Set(only))),
  });

/** Eight layers in one heap, wired one after another, the first four past one another, too. */
const kinds = ['Input', 'Linear', 'ReLU', 'Linear', 'ReLU', 'Linear', 'Add', 'ReLU'];
const ids = ['input-1', 'linear-1', 'relu-1', 'linear-2', 'relu-2', 'linear-3', 'add-1', 'relu-3'];
const heap = edited(
  added(...kinds),
  { kind: 'set-attribute', node: 'input-1', name: 'shape', value: [1, 4] },
  ...ids.slice(0, 6).flatMap((id, at): Edit[] => [wire(id, ids[at + 1] ?? '', at === 5 ? 'a' : 'x')]),
  wire('linear-1', 'add-1', 'b'),
  wire('add-1', 'relu-3'),
  { kind: 'move', positions: Object.fromEntries(ids.map((id, at) => [id, { x: 300 + at, y: 200 - at }])) },
);

/** Cards that cover one another. */
function covered(document: Document): readonly string[] {
  const all = cardsOf(document, inferShapes(document));
  return all.flatMap(({ id, box }, index) =>
    all.slice(index + 1).flatMap((other) => (isHit(box, other.box) ? [`${id} ${other.id}`] : [])),
  );
}
const at = (document: Document, id: string) => document.places.get(id);

test.each(['across', 'down'] as const)('%s: nothing is covered, and the upper left stays', (direction) => {
  expect(covered(heap).length).toBeGreaterThan(20);
  const tidy1 = tidy(heap, direction);
  expect(covered(tidy1)).toEqual([]);
  expect(Math.min(...[...tidy1.places.values()].map(({ x }) => x))).toBe(300);
  expect(Math.min(...[...tidy1.places.values()].map(({ y }) => y))).toBe(193);
  for (const { from, to } of heap.edges) {
    const [source, target] = [at(tidy1, from.node)!, at(tidy1, to.node)!];
    expect(target.x > source.x || target.y > source.y).toBe(true);
  }
  const [first, second] = [at(tidy1, 'input-1')!, at(tidy1, 'linear-1')!];
  expect(direction === 'across' ? second.x - first.x : second.y - first.y).toBeGreaterThan(100);
  expect(tidy(tidy1, direction)).toBe(tidy1);
});

test('only what is chosen moves, clear of the rest', () => {
  const some = tidy(heap, 'across', ['linear-1', 'relu-1', 'linear-2']);
  for (const id of ids.filter((each) => !['linear-1', 'relu-1', 'linear-2'].includes(each)))
    expect(at(some, id)).toEqual(at(heap, id));
  const chosen = new Set(['linear-1', 'relu-1', 'linear-2']);
  const across = covered(some).filter((pair) => pair.split(' ').some((id) => chosen.has(id)));
  expect(across).toEqual([]);
});

test('what is locked stays, and covers nothing that is tidied', () => {
  const locked = edited(
    heap,
    { kind: 'move', positions: { 'relu-2': { x: 900, y: 500 }, 'add-1': { x: 1000, y: 520 } } },
    { kind: 'set-locked', nodes: ['relu-2', 'add-1'], value: true },
    { kind: 'move', positions: { 'add-1': { x: 1400, y: 500 } } },
  );
  const after = tidy(locked);
  expect(at(after, 'relu-2')).toEqual({ x: 900, y: 500 });
  expect(at(after, 'add-1')).toEqual({ x: 1400, y: 500 });
  expect(covered(after)).toEqual([]);
});

test.each(['across', 'down'] as const)(
  '%s: blocks within blocks keep together and cover nothing',
  (direction) => {
    const nested = nestedNetwork(6, true);
    const scattered = applyEdit(nested, {
      kind: 'move',
      positions: Object.fromEntries(
        nested.nodes.map(({ id }, index) => [id, { x: (index * 37) % 400, y: index }]),
      ),
    });
    const open = { ...scattered, groups: scattered.groups.map(({ isClosed: _, ...group }) => group) };
    for (const document of [scattered, open]) {
      const after = tidy(document, direction);
      expect(covered(after)).toEqual([]);
      expect(tidy(after, direction)).toBe(after);
    }
  },
);

test('a note goes along with the card nearest to it, and lies on none', () => {
  const noted = edited(
    heap,
    { kind: 'move', positions: { 'relu-3': { x: 2000, y: 900 } } },
    { kind: 'add-note', position: { x: 2000, y: 760 } },
  );
  const after = tidy(noted);
  const [note] = after.notes ?? [];
  const card = at(after, 'relu-3')!;
  expect(note && Math.abs(note.position.x - card.x)).toBeLessThan(60);
  const box = note && boxAt(note.position, note);
  const cards = cardsOf(after, inferShapes(after));
  expect(box && cards.some((card) => isHit(box, card.box))).toBe(false);
});
