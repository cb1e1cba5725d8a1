/** Lines drawn with fewer points keep their ends and their peaks. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { thinned } from './thin';

const line = (values: readonly number[]) => values.map((y, x) => ({ x, y }));

test('short lines stay as they are', () => {
  expect(thinned(line([3, 1, 2]), 4)).toEqual(line([3, 1, 2]));
});

test('long lines keep both ends, the least and the greatest, in order and within the limit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 400 }),
      fc.integer({ min: 4, max: 60 }),
      (values, limit) => {
        const points = line(values);
        const kept = thinned(points, limit);
        expect(kept.length).toBeLessThanOrEqual(limit);
        expect(kept[0]).toBe(points[0]);
        expect(kept.at(-1)).toBe(points.at(-1));
        expect(kept.every((point, at) => at === 0 || point.x > kept[at - 1]!.x)).toBe(true);
        const heights = kept.map(({ y }) => y);
        expect(Math.max(...heights)).toBe(Math.max(...values));
        expect(Math.min(...heights)).toBe(Math.min(...values));
      },
    ),
    { seed: 4 },
  );
});
