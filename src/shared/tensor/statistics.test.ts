/** Statistics against the plain definitions. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countInBins, measure } from './statistics';
import { floatTensor, type Tensor } from './tensor';

const sumOf = (list: readonly number[]) => list.reduce((total, value) => total + value, 0);

test('agrees with the definitions, whatever is not finite left out', () => {
  const value = fc.oneof(
    { weight: 8, arbitrary: fc.float({ min: -1000, max: 1000, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0) },
  );
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (list) => {
      const tensor = floatTensor([list.length], list);
      const statistics = measure(tensor);
      const { min, max, mean, std, notFinite } = statistics;
      const counts = countInBins(tensor.values, statistics, 20);
      const finite = list.map(Math.fround).filter(Number.isFinite);
      expect(notFinite).toBe(list.length - finite.length);
      expect(sumOf(counts)).toBe(finite.length);
      expect(counts.length).toBe(20);
      if (finite.length === 0) {
        expect([min, max, mean, std]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
        return;
      }
      expect(min + 0).toBe(Math.min(...finite) + 0);
      expect(max + 0).toBe(Math.max(...finite) + 0);
      const average = sumOf(finite) / finite.length;
      expect(mean).toBeCloseTo(average, 9);
      expect(std).toBeCloseTo(Math.sqrt(sumOf(finite.map((x) => (x - average) ** 2)) / finite.length), 6);
    }),
    { seed: 81, numRuns: 300 },
  );
});

describe('counting in bins', () => {
  test('has equal bins from the least to the greatest, which is in the last', () => {
    const list = Array.from({ length: 41 }, (_, at) => at / 2);
    const counts = countInBins(list, measure(floatTensor([41], list)), 20);
    expect(counts).toEqual([...new Array<number>(19).fill(2), 3]);
  });

  test('of equal values is one bin', () => {
    const statistics = measure(floatTensor([3], [2, 2, 2]));
    expect(countInBins([2, 2, 2], statistics, 20)[0]).toBe(3);
    expect(statistics.std).toBe(0);
  });

  test('counts every value once where the range itself is infinite or hardly there', () => {
    for (const ends of [1.7e308, 5e-324]) {
      const values = Float64Array.of(-ends, 0, ends, ends);
      const counts = countInBins(values, measure({ dtype: 'float64', shape: [4], values }), 20);
      expect(Object.keys(counts).length).toBe(20);
      expect(sumOf(counts)).toBe(4);
    }
  });
});

test.each<[string, Tensor, Partial<ReturnType<typeof measure>>]>([
  [
    'float16',
    { dtype: 'float16', shape: [2], values: Uint16Array.of(0x3c00, 0x7c00) },
    { max: 1, notFinite: 1 },
  ],
  ['int4', { dtype: 'int4', shape: [2], values: Uint8Array.of(0x78) }, { min: -8, max: 7 }],
  ['int64', { dtype: 'int64', shape: [2], values: BigInt64Array.of(-3n, 5n) }, { mean: 1, std: 4 }],
  ['text', { dtype: 'string', shape: [2], values: ['1', '2'] }, { notFinite: 2, mean: Number.NaN }],
  [
    'nothing',
    { dtype: 'float32', shape: [0], values: new Float32Array() },
    { notFinite: 0, min: Number.NaN },
  ],
])('measures %s', (_, tensor, expected) => {
  expect(measure(tensor)).toMatchObject(expected);
});
