/** A large network is shown from where it begins, unless the whole can be read. */
import { expect, test } from 'vitest';
import { viewAround, viewOfStart } from './fit';

test('the whole where it can be read', () => {
  for (const size of [900, 1500, 2200]) {
    const { x, y, zoom } = viewOfStart({ x: 0, y: 0, width: size, height: 300 }, 1000, 700);
    expect([x >= 0, y >= 0, x + size * zoom <= 1000, y + 300 * zoom <= 700]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  }
});

test('else its upper left, as large as can be read', () => {
  const view = viewOfStart({ x: 100, y: 200, width: 9000, height: 9000 }, 1000, 700);
  expect(view).toEqual({ x: 36 - 75, y: 64 - 150, zoom: 0.75 });
});

test('asked for, the whole as long as its cards can be told apart', () => {
  expect(viewAround({ x: 0, y: 0, width: 3000, height: 300 }, 1000, 700).zoom).toBeLessThan(0.4);
  const view = viewAround({ x: 100, y: 200, width: 90000, height: 9000 }, 1000, 700);
  expect(view).toEqual({ x: 36 - 25, y: 64 - 50, zoom: 0.25 });
});

test('what is narrow in the middle', () => {
  const { x, zoom } = viewOfStart({ x: 0, y: 0, width: 800, height: 9000 }, 1000, 700);
  expect(zoom).toBe(0.75);
  expect(x).toBe(200);
});
