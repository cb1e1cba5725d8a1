/** Of a long list a piece is drawn. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { grown, piece, rangeWith } from './pieces';

const start = { first: 0, last: piece };

test('what is drawn lies in the list, has what is looked at in it, and is no more than was asked for', () => {
  const moves = fc.array(fc.oneof(fc.integer({ min: -1, max: 1999 }), fc.constantFrom('start', 'end')), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.nat(2000), moves, (count, list) => {
      let range = rangeWith(start, -1, count);
      for (const move of list) {
        const before = range.last - range.first;
        const at = typeof move === 'number' ? Math.min(move, count - 1) : -1;
        range = rangeWith(typeof move === 'number' ? range : grown(range, move), at, count);
        expect(range.first).toBeGreaterThanOrEqual(0);
        expect(range.last).toBeLessThanOrEqual(count);
        if (at >= 0) expect(at >= range.first && at < range.last).toBe(true);
        expect(range.last - range.first).toBeGreaterThanOrEqual(Math.min(count, piece));
        expect(range.last - range.first).toBeLessThanOrEqual(before + piece);
      }
    }),
    { numRuns: 300, seed: 7 },
  );
});

test('a list looked through to its ends is drawn whole', () => {
  let range = rangeWith(start, 100, 200);
  for (let more = 0; more < 6; more++) range = rangeWith(grown(grown(range, 'start'), 'end'), 100, 200);
  expect(range).toEqual({ first: 0, last: 200 });
});
