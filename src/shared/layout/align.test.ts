/** Cards in a line, and with the same room between them. */
import { expect, test } from 'vitest';
import { aligned, distributed } from './align';
import { boxAt } from './box';

const boxes = new Map([
  ['a', boxAt({ x: 0, y: 0 }, { width: 100, height: 50 })],
  ['b', boxAt({ x: 130, y: 40 }, { width: 60, height: 90 })],
  ['c', boxAt({ x: 400, y: -10 }, { width: 100, height: 50 })],
]);

test.each([
  ['left', { b: { x: -130, y: 0 }, c: { x: -400, y: 0 } }],
  ['middle', { a: { x: 200, y: 0 }, b: { x: 90, y: 0 }, c: { x: -200, y: 0 } }],
  ['right', { a: { x: 400, y: 0 }, b: { x: 310, y: 0 } }],
  ['top', { a: { x: 0, y: -10 }, b: { x: 0, y: -50 } }],
  ['centre', { a: { x: 0, y: 35 }, b: { x: 0, y: -25 }, c: { x: 0, y: 45 } }],
  ['bottom', { a: { x: 0, y: 80 }, c: { x: 0, y: 90 } }],
] as const)('%s', (to, moves) => {
  expect(Object.fromEntries(aligned(boxes, to))).toEqual(moves);
});

test('between the first and the last there is the same room', () => {
  expect(Object.fromEntries(distributed(boxes, 'across'))).toEqual({ b: { x: 90, y: 0 } });
  expect(distributed(new Map([...boxes].slice(0, 2)), 'across')).toEqual(new Map());
});
