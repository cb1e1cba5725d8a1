/** How far tensors are apart: figures worked out by hand, and what is no ordinary number. */
import { describe, expect, test } from 'vitest';
import { encodeFloat16, floatTensor, type Dtype, type Tensor } from '../tensor/tensor';
import { differ, difference } from './differ';
import { usualTolerance } from './tolerance';

const none = { absolute: 0, relative: 0 };
const int64 = (...values: bigint[]): Tensor => ({
  dtype: 'int64',
  shape: [values.length],
  values: BigInt64Array.from(values),
});
const float64 = (...values: number[]): Tensor => ({
  dtype: 'float64',
  shape: [values.length],
  values: Float64Array.from(values),
});
const words = (...values: string[]): Tensor => ({ dtype: 'string', shape: [values.length], values });

test('the largest of each kind, where it is, and how many are beyond', () => {
  const one = floatTensor([2, 3], [1, 2, 3, 4, 5, 0]);
  const other = floatTensor([2, 3], [1, 2.5, 3, 4, 4, 0.25]);
  expect(difference(one, other, usualTolerance)).toEqual({
    dtypes: ['float32', 'float32'],
    shapes: [
      [2, 3],
      [2, 3],
    ],
    beyond: 3,
    absolute: 1,
    relative: 1,
    furthest: { index: [1, 1], values: [5, 4] },
  });
  // 0.5 of 2.5 and 1 of 4 are allowed, 0.25 of 0.25 is not.
  expect(difference(one, other, { absolute: 0, relative: 0.25 }).beyond).toBe(1);
  expect(difference(one, other, { absolute: 1, relative: 0 }).beyond).toBe(0);
});

test('what the other is counts: the tolerance is relative to it', () => {
  const [small, large] = [floatTensor([1], [1]), floatTensor([1], [2])];
  const half = { absolute: 0, relative: 0.5 };
  expect(difference(small, large, half).beyond).toBe(0);
  expect(difference(large, small, half).beyond).toBe(1);
});

describe('numbers that are none', () => {
  test.each<[string, number, number, number | undefined]>([
    ['NaN is NaN', NaN, NaN, undefined],
    ['an infinity is itself', -Infinity, -Infinity, undefined],
    ['zeros have no sign', -0, 0, undefined],
    ['NaN is no number', NaN, 0, Infinity],
    ['a number is no NaN', 1, NaN, Infinity],
    ['an infinity is no number', 2 ** 100, Infinity, Infinity],
    ['the one infinity is not the other', Infinity, -Infinity, Infinity],
    ['an infinity is no NaN', Infinity, NaN, Infinity],
  ])('%s', (_, is, should, distance) => {
    // However much is allowed.
    const found = difference(floatTensor([2], [7, is]), floatTensor([2], [7, should]), {
      absolute: 1e30,
      relative: 1e30,
    });
    if (distance === undefined) {
      expect(found).toMatchObject({ beyond: 0, absolute: 0, relative: 0 });
      expect(found.furthest).toBeUndefined();
    } else {
      const furthest = { index: [1], values: [is, should] };
      expect(found).toMatchObject({ beyond: 1, absolute: distance, relative: distance, furthest });
    }
  });

  test('a distance beyond a double is told in parts of the larger', () => {
    expect(difference(float64(1.5e308), float64(-1.5e308), usualTolerance)).toMatchObject({
      absolute: Infinity,
      relative: 2,
      beyond: 1,
    });
  });
});

describe('whole numbers, truth values and words are the same or not', () => {
  test('beyond 2 ** 53, too', () => {
    expect(difference(int64(5n, 2n ** 53n), int64(5n, 2n ** 53n + 1n), usualTolerance)).toMatchObject({
      beyond: 1,
      absolute: 1,
      relative: 2 ** -53,
      furthest: { index: [1], values: [2n ** 53n, 2n ** 53n + 1n] },
    });
    expect(difference(int64(-(2n ** 63n)), int64(2n ** 63n - 1n), usualTolerance)).toMatchObject({
      absolute: 2 ** 64,
      relative: 2,
    });
  });

  test('of different lengths in bits', () => {
    const narrow: Tensor = { dtype: 'int8', shape: [2], values: Int8Array.of(-3, 100) };
    const packed: Tensor = { dtype: 'int4', shape: [2], values: Uint8Array.of(0x4d) };
    expect(difference(narrow, int64(-3n, 101n), { absolute: 9, relative: 9 })).toMatchObject({
      beyond: 1,
      absolute: 1,
    });
    expect(difference(narrow, packed, none)).toMatchObject({
      beyond: 1,
      absolute: 96,
      furthest: { index: [1], values: [100n, 4n] },
    });
  });

  test('truth values, whatever byte stands for true', () => {
    const truths = (...bytes: number[]): Tensor => ({
      dtype: 'bool',
      shape: [bytes.length],
      values: Uint8Array.from(bytes),
    });
    const found = difference(truths(1, 0, 1), truths(255, 1, 1), usualTolerance);
    expect(found).toMatchObject({ beyond: 1, furthest: { index: [1], values: [false, true] } });
    expect(found.absolute).toBeUndefined();
  });

  test('words', () => {
    const found = difference(words('a', 'b', 'c'), words('a', 'B', 'd'), usualTolerance);
    expect(found).toMatchObject({ beyond: 2, furthest: { index: [1], values: ['b', 'B'] } });
    expect(found.relative).toBeUndefined();
  });
});

test('floats of different lengths in bits are held against each other as numbers', () => {
  const half: Tensor = {
    dtype: 'float16',
    shape: [2],
    values: Uint16Array.of(encodeFloat16(0.5), encodeFloat16(0.1)),
  };
  const found = difference(half, floatTensor([2], [0.5, 0.1]), usualTolerance);
  expect(found.beyond).toBe(1);
  // 0.1 as a float16 is 0.0999755859375.
  expect(found.absolute).toBeCloseTo(Math.fround(0.1) - 0.0999755859375, 12);
});

test('other shapes and other kinds of values cannot be compared, and are beyond every tolerance', () => {
  const row = floatTensor([1, 4], [1, 2, 3, 4]);
  const misfit = difference(row, floatTensor([4], [1, 2, 3, 4]), usualTolerance);
  expect(misfit).toMatchObject({ misfit: 'shapes', shapes: [[1, 4], [4]], beyond: 4 });
  const empty = difference(floatTensor([0], []), floatTensor([2], [1, 2]), usualTolerance);
  expect(empty).toMatchObject({ misfit: 'shapes' });
  const types: [Tensor, Dtype[]][] = [
    [int64(1n), ['float32', 'int64']],
    [words('1'), ['float32', 'string']],
  ];
  for (const [other, dtypes] of types)
    expect(difference(floatTensor([1], [1]), other, usualTolerance)).toMatchObject({
      misfit: 'types',
      dtypes,
    });
});

test('a number on its own and none at all', () => {
  expect(difference(floatTensor([], [3]), floatTensor([], [4]), none).furthest).toEqual({
    index: [],
    values: [3, 4],
  });
  expect(difference(floatTensor([0, 4], []), floatTensor([0, 4], []), none)).toMatchObject({ beyond: 0 });
});

test('every number of a large tensor is looked at, in turns that can be left', () => {
  const length = 200_000;
  const one = floatTensor([length], new Float32Array(length));
  const last = { ...one, values: one.values.with(length - 1, 1) };
  const turns = [...differ(one, last, usualTolerance)];
  expect(turns.length).toBeGreaterThan(2);
  expect(turns.reduce((sum, turn) => sum + turn, 0)).toBe(length);
  expect(difference(one, last, usualTolerance)).toMatchObject({
    beyond: 1,
    furthest: { index: [length - 1] },
  });
});
