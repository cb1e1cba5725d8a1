/** Wires pass under no card. */
import { expect, test } from 'vitest';
import { laneFor } from './lane';

const card = (left: number, top: number) => ({ left, top, right: left + 148, bottom: top + 80 });

test('a wire with nothing in its way runs straight', () => {
  expect(laneFor({ x: 0, y: 40 }, { x: 600, y: 40 }, [card(200, 100), card(200, -100)])).toBeUndefined();
});

test('one past a card runs beside it, on the nearer side', () => {
  expect(laneFor({ x: 0, y: 30 }, { x: 600, y: 30 }, [card(200, 0)])).toBe(-14);
  expect(laneFor({ x: 0, y: 50 }, { x: 600, y: 50 }, [card(200, 0)])).toBe(94);
});

test('where the gap between two cards is too small, it runs beside both', () => {
  expect(laneFor({ x: 0, y: 110 }, { x: 600, y: 110 }, [card(200, 0), card(200, 100)])).toBe(194);
});

test('one back to the next row runs between the rows', () => {
  const rows = [card(0, 0), card(300, 0), card(0, 160), card(300, 160)];
  const lane = laneFor({ x: 448, y: 40 }, { x: 0, y: 200 }, rows);
  expect(lane).toBe(120);
  expect(laneFor({ x: 448, y: 10 }, { x: 0, y: 170 }, [...rows, card(150, 30)])).toBe(124);
});
