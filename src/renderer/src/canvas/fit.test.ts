/** A large network is shown from where it begins, unless the whole can be read. */
import { expect, test } from 'vitest';
import { viewOfStart } from './fit';

test('the whole where it can be read', () => {
  const { x, y, zoom } = viewOfStart({ x: 0, y: 0, width: 900, height: 300 }, 1000, 700, false);
  expect(zoom).toBeGreaterThan(0.65);
  expect([x >= 0, y >= 0, x + 900 * zoom <= 1000, y + 300 * zoom <= 700]).toEqual([true, true, true, true]);
});

test('else its upper left, as large as can be read', () => {
  const view = viewOfStart({ x: 100, y: 200, width: 9000, height: 9000 }, 1000, 700, false);
  expect(view).toEqual({ x: 36 - 65, y: 64 - 130, zoom: 0.65 });
});

test('what is narrow in the middle', () => {
  const { x, zoom } = viewOfStart({ x: 0, y: 0, width: 1000, height: 9000 }, 1000, 700, false);
  expect(zoom).toBe(0.65);
  expect(x).toBe(175);
});
