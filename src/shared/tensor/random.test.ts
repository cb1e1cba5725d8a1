/** Seeded random numbers: repeatable, of the right distribution, and apart from each other. */
import { describe, expect, test } from 'vitest';
import { createRandom } from './random';

const names = [
  'input-1',
  'input-2',
  'linear-1.weight',
  'linear-1.bias',
  'linear-2.weight',
  'linear-12.weight',
];
const draw = (count: number, seed: number, name?: string): number[] => {
  const random = createRandom(seed, name);
  return Array.from({ length: count }, () => random.uniform(0, 1));
};
const meanOf = (list: readonly number[]) => list.reduce((total, value) => total + value, 0) / list.length;

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  const product = meanOf(a.map((value, at) => (value - meanA) * (b[at]! - meanB)));
  const spread = (list: readonly number[], mean: number) =>
    Math.sqrt(meanOf(list.map((x) => (x - mean) ** 2)));
  return product / (spread(a, meanA) * spread(b, meanB));
}

describe('the same seed and name', () => {
  test('give the same numbers, each stream for itself', () => {
    for (const name of names) expect(draw(20, 7, name)).toEqual(draw(20, 7, name));
    const [first, second] = [createRandom(7, 'a'), createRandom(7, 'b')];
    first.uniform(0, 1);
    expect(second.uniform(0, 1)).toBe(createRandom(7, 'b').uniform(0, 1));
  });

  test('give these numbers on every machine', () => {
    expect(draw(3, 1, 'linear-1.weight').map((value) => value.toFixed(6))).toMatchInlineSnapshot(`
      [
        "0.189801",
        "0.784963",
        "0.772572",
      ]
    `);
  });
});

describe('another seed or name', () => {
  test('gives other numbers', () => {
    const starts = [...names, undefined].flatMap((name) =>
      [1, 2, 3, 2 ** 31, -1].map((seed) => draw(1, seed, name)[0]),
    );
    expect(new Set(starts).size).toBe(starts.length);
  });

  test('gives numbers that have nothing to do with the others', () => {
    // 2000 pairs: an honest correlation stays below 0.1, more than four standard deviations.
    for (const [at, name] of names.entries()) {
      for (const other of names.slice(at + 1)) {
        expect(
          Math.abs(correlation(draw(2000, 1, name), draw(2000, 1, other))),
          `${name} ${other}`,
        ).toBeLessThan(0.1);
      }
      expect(Math.abs(correlation(draw(2000, 1, name), draw(2000, 2, name))), name).toBeLessThan(0.1);
    }
  });

  test('starts anywhere: first numbers of many seeds are spread evenly', () => {
    for (const name of [...names, undefined]) {
      const firsts = Array.from({ length: 1000 }, (_, seed) => draw(1, seed, name)[0]!);
      expect(meanOf(firsts), name).toBeGreaterThan(0.45);
      expect(meanOf(firsts), name).toBeLessThan(0.55);
      for (let tenth = 0; tenth < 10; tenth++) {
        const share = firsts.filter((value) => Math.floor(value * 10) === tenth).length;
        expect(share, `${name ?? 'no name'}: ${tenth}`).toBeGreaterThan(50);
      }
    }
  });
});

describe('distributions', () => {
  test('uniform covers its range and leaves out the end', () => {
    const random = createRandom(3, 'range');
    const list = Array.from({ length: 5000 }, () => random.uniform(-2, 6));
    expect(Math.min(...list)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...list)).toBeLessThan(6);
    expect(Math.min(...list)).toBeLessThan(-1.95);
    expect(Math.max(...list)).toBeGreaterThan(5.95);
    expect(meanOf(list)).toBeCloseTo(2, 0);
  });

  test('normal has mean 0, deviation 1 and two thirds within one', () => {
    const random = createRandom(3, 'bell');
    const list = Array.from({ length: 10_000 }, () => random.normal());
    expect(list.every(Number.isFinite)).toBe(true);
    expect(Math.abs(meanOf(list))).toBeLessThan(0.05);
    expect(Math.sqrt(meanOf(list.map((value) => value ** 2)))).toBeCloseTo(1, 1);
    expect(list.filter((value) => Math.abs(value) < 1).length / list.length).toBeCloseTo(0.683, 1);
  });
});
