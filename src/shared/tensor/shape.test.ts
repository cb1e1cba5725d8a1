/** Shapes: sizes, places and broadcasting. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  areShapesEqual,
  broadcastIndex,
  broadcastShapes,
  formatShape,
  indexAt,
  offsetAt,
  resolveAxis,
  sizeOf,
  stridesOf,
} from './shape';

const shape = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 });

test('a scalar holds one value, an empty axis none', () => {
  expect([sizeOf([]), sizeOf([2, 3]), sizeOf([2, 0, 3])]).toEqual([1, 6, 0]);
  expect([formatShape([]), formatShape([1, 28, 28])]).toEqual(['scalar', '1 x 28 x 28']);
  expect([areShapesEqual([1, 2], [1, 2]), areShapesEqual([1, 2], [1]), areShapesEqual([1], [1, 2])]).toEqual([
    ...[true, false, false],
  ]);
  expect(stridesOf([2, 3, 4])).toEqual([12, 4, 1]);
});

test('offsetAt and indexAt undo each other, and offsets count up in row-major order', () => {
  fc.assert(
    fc.property(shape, (lengths) => {
      let last = '';
      for (let offset = 0; offset < sizeOf(lengths); offset++) {
        const index = indexAt(lengths, offset);
        expect(index.every((at, axis) => at >= 0 && at < lengths[axis]!)).toBe(true);
        expect(offsetAt(lengths, index)).toBe(offset);
        const word = index.join();
        expect(offset === 0 || word > last).toBe(true);
        last = word;
      }
    }),
    { seed: 71, numRuns: 200 },
  );
});

test('resolveAxis counts from either end', () => {
  expect([resolveAxis(-1, 3), resolveAxis(0, 3), resolveAxis(2, 3), resolveAxis(-3, 3)]).toEqual([
    2, 0, 2, 0,
  ]);
  expect([resolveAxis(3, 3), resolveAxis(-4, 3)]).toEqual([undefined, undefined]);
});

test('broadcasting follows the rule: equal or 1, counted from the right', () => {
  expect(broadcastShapes([2, 1, 4], [3, 1])).toEqual([2, 3, 4]);
  expect(broadcastShapes([], [2])).toEqual([2]);
  expect(broadcastShapes([1], [0])).toEqual([0]);
  expect(broadcastShapes([2], [3])).toBeUndefined();
  const length = fc.constantFrom(1, 1, 2, 3);
  const some = fc.array(length, { maxLength: 4 });
  fc.assert(
    fc.property(some, some, (a, b) => {
      const result = broadcastShapes(a, b);
      expect(broadcastShapes(b, a)).toEqual(result);
      const padded = (list: number[], rank: number) => [
        ...new Array<number>(rank - list.length).fill(1),
        ...list,
      ];
      const rank = Math.max(a.length, b.length);
      const pairs = padded(a, rank).map((left, axis) => [left, padded(b, rank)[axis]!] as const);
      const fits = pairs.every(([left, right]) => left === right || left === 1 || right === 1);
      expect(result).toEqual(fits ? pairs.map(([left, right]) => Math.max(left, right)) : undefined);
    }),
    { seed: 72, numRuns: 300 },
  );
});

test('broadcastIndex stays inside the operand and moves with the result', () => {
  fc.assert(
    fc.property(
      shape,
      fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      fc.nat(5),
      (result, ones, drop) => {
        const operand = result
          .map((length, axis) => (ones[axis] ? 1 : length))
          .slice(Math.min(drop, result.length));
        for (let offset = 0; offset < Math.min(sizeOf(result), 40); offset++) {
          const index = indexAt(result, offset);
          const found = broadcastIndex(operand, index);
          const tail = index.slice(index.length - operand.length);
          expect(found).toEqual(tail.map((at, axis) => (operand[axis] === 1 ? 0 : at)));
        }
      },
    ),
    { seed: 73, numRuns: 100 },
  );
});
