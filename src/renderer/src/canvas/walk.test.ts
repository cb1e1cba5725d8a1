import { expect, test } from 'vitest';
import { walk, type Card, type Direction } from './walk';

const card = (id: string, column: number, row: number): Card => ({
  id,
  left: column * 250,
  right: column * 250 + 148,
  top: row * 120,
  bottom: row * 120 + 78,
});
/** One input, three branches, a join; and a card without wires below. */
const cards = [
  card('in', 0, 1),
  card('a', 1, 0),
  card('b', 1, 1),
  card('c', 1, 2),
  card('join', 2, 1),
  card('alone', 0, 4),
];
const ways = [
  ...['a', 'b', 'c'].map((to) => ({ from: 'in', to })),
  ...['a', 'b', 'c'].map((from) => ({ from, to: 'join' })),
];
const go = (from: string, ...steps: Direction[]) =>
  steps.reduce((at, step) => walk(cards, ways, at, step) ?? `nothing ${step} of ${at}`, from);

test('right leads to the reader that stands in line, left back to the feeder', () => {
  expect(go('in', 'right')).toBe('b');
  expect(go('in', 'right', 'right')).toBe('join');
  expect(go('join', 'left', 'left')).toBe('in');
});

test('up and down lead through what is fed by the same', () => {
  expect(go('b', 'up')).toBe('a');
  expect(go('b', 'down')).toBe('c');
  expect(go('a', 'down', 'down')).toBe('c');
});

test('across, where nothing shares a wire, the nearest card is next', () => {
  expect(go('in', 'down')).toBe('alone');
  expect(go('c', 'down')).toBe('alone');
  expect(go('alone', 'up')).toBe('in');
});

test('along, a card without wires leads to what stands there', () => {
  const row = [card('one', 0, 0), card('two', 1, 0)];
  expect(walk(row, [], 'one', 'right')).toBe('two');
  expect(walk(row, [], 'two', 'left')).toBe('one');
});

test('a wire that goes on in a new row is followed there', () => {
  const row = [card('one', 3, 0), card('two', 0, 2), card('three', 4, 0)];
  expect(walk(row, [{ from: 'one', to: 'two' }], 'one', 'right')).toBe('two');
  expect(walk(row, [{ from: 'one', to: 'two' }], 'two', 'left')).toBe('one');
});

test('at the end there is nothing', () => {
  expect(walk(cards, ways, 'join', 'right')).toBeUndefined();
  expect(walk(cards, ways, 'alone', 'down')).toBeUndefined();
  expect(walk(cards, ways, 'none', 'down')).toBeUndefined();
});

test('every card is reached from every other', () => {
  for (const { id } of cards) {
    const seen = new Set([id]);
    for (const at of seen)
      for (const direction of ['left', 'right', 'up', 'down'] as const) {
        const next = walk(cards, ways, at, direction);
        if (next !== undefined) seen.add(next);
      }
    expect([...seen].sort()).toEqual(cards.map((each) => each.id).sort());
  }
});
