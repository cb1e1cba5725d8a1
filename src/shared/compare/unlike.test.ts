/** What a proof takes for the same, and what not. */
import { expect, test } from 'vitest';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { unlike } from './unlike';

const int64 = (...values: bigint[]): Tensor => ({
  dtype: 'int64',
  shape: [values.length],
  values: BigInt64Array.from(values),
});
const words = (...values: string[]): Tensor => ({ dtype: 'string', shape: [values.length], values });
const isAlike = (one: Tensor, other: Tensor) => unlike(one, other, 1e-4) === undefined;

test('floats are alike to a share of the largest number, which an infinity is not', () => {
  const numbers = floatTensor([4], [1000, 0.001, -2, Infinity]);
  expect(isAlike(floatTensor([4], [1000.05, 0.05, -2.09, Infinity]), numbers)).toBe(true);
  expect(isAlike(floatTensor([4], [1000, 0.001, -2.2, Infinity]), numbers)).toBe(false);
  expect(isAlike(floatTensor([4], [1000, 0.001, -2, 0]), numbers)).toBe(false);
  expect(unlike(floatTensor([2], [1, 5]), floatTensor([2], [1, 4]), 0.1)?.furthest).toEqual({
    ...{ index: [1], values: [5, 4] },
  });
});

test('places are the same or they are not, however many there are', () => {
  expect(isAlike(int64(99_999n, 0n), int64(99_999n, 0n))).toBe(true);
  expect(isAlike(int64(99_998n, 0n), int64(99_999n, 0n))).toBe(false);
});

test('half bytes are all looked at, and words one by one', () => {
  const halves = (...values: number[]): Tensor => ({
    ...{ dtype: 'int4', shape: [4] },
    values: Uint8Array.from(values),
  });
  expect(isAlike(halves(0x21, 0x43), halves(0x21, 0x43))).toBe(true);
  expect(isAlike(halves(0x21, 0x43), halves(0x21, 0x53))).toBe(false);
  expect(isAlike(words('a,b', 'c'), words('a', 'b,c'))).toBe(false);
});

test('another type and another shape are something else', () => {
  const float64: Tensor = { dtype: 'float64', shape: [1], values: Float64Array.of(1) };
  expect(isAlike(float64, floatTensor([1], [1]))).toBe(false);
  expect(isAlike(floatTensor([1, 2], [1, 2]), floatTensor([2], [1, 2]))).toBe(false);
  expect(isAlike(floatTensor([0, 2], []), floatTensor([0], []))).toBe(false);
});
