import { expect, test } from 'vitest';
import { walkGrid } from './grid-walk';

const grid = { rows: 40, columns: 5, page: 16 };
const at = { row: 20, column: 2 };

test.each([
  ['ArrowLeft', false, { row: 20, column: 1 }],
  ['ArrowRight', false, { row: 20, column: 3 }],
  ['ArrowUp', false, { row: 19, column: 2 }],
  ['ArrowDown', false, { row: 21, column: 2 }],
  ['Home', false, { row: 20, column: 0 }],
  ['End', false, { row: 20, column: 4 }],
  ['PageUp', false, { row: 4, column: 2 }],
  ['PageDown', false, { row: 36, column: 2 }],
  ['Home', true, { row: 0, column: 0 }],
  ['End', true, { row: 39, column: 4 }],
  ['ArrowDown', true, { row: 39, column: 2 }],
  ['ArrowRight', true, { row: 20, column: 4 }],
])('%s, far: %s', (key, isFar, place) => {
  expect(walkGrid(key, isFar, at, grid)).toEqual(place);
});

test('a page further than there are rows is the last row', () => {
  expect(walkGrid('PageDown', false, { row: 30, column: 0 }, grid)).toEqual({ row: 39, column: 0 });
});

test('at an edge there is nowhere to go', () => {
  expect(walkGrid('ArrowUp', false, { row: 0, column: 0 }, grid)).toBeUndefined();
  expect(walkGrid('ArrowRight', false, { row: 3, column: 4 }, grid)).toBeUndefined();
  expect(walkGrid('a', false, at, grid)).toBeUndefined();
});
