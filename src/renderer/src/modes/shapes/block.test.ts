/** Shapes as blocks: what is drawn how long. */
import { expect, test } from 'vitest';
import { blockOf, lengthOf, sheetsOf, sidesOf } from './block';

test('each doubling adds the same length', () => {
  const doublings = [1, 2, 4, 8, 1024, 2048].map(lengthOf);
  expect(doublings).toEqual([8, 18, 28, 38, 108, 118]);
  expect(lengthOf(0)).toBe(0);
});

test('the rows are none of the sides: a vector stands upright, a picture has its channels behind it', () => {
  expect(sidesOf([32, 4])).toEqual({ height: 4, width: 1, depth: 1 });
  expect(sidesOf([1, 6, 28, 14])).toEqual({ height: 28, width: 14, depth: 6 });
  expect(sidesOf([2, 3, 4, 5, 6])).toEqual({ height: 5, width: 6, depth: 12 });
  expect(sidesOf([7])).toEqual({ height: 1, width: 1, depth: 1 });
  expect(sidesOf([])).toEqual({ height: 1, width: 1, depth: 1 });
});

test('each doubling of the rows adds a sheet, and only the sheets widen the block', () => {
  expect([1, 2, 3, 4, 32, 1000].map(sheetsOf)).toEqual([1, 2, 2, 3, 6, 10]);
  const one = blockOf([1, 4]);
  const many = blockOf([32, 4]);
  expect(one.sheets).toHaveLength(1);
  expect(many.sheets).toHaveLength(6);
  expect(many.height).toBe(one.height);
  expect(many.width - one.width).toBe(30);
  expect(many.front).toBe(one.front);
  // The sheet in front lies where the only one lies.
  expect(many.sheets.at(-1)).toBe(one.sheets[0]);
});
