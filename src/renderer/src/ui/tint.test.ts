/** What colours are measured against: the largest of all numbers, whatever is edited. */
import { expect, test } from 'vitest';
import { pageLength, withElement } from '#shared/tensor/paged';
import { floatTensor } from '#shared/tensor/tensor';
import { largestIn } from './tint';

test('the largest is that of all pages, after every edit', () => {
  const large = floatTensor([3 * pageLength], new Float32Array(3 * pageLength).fill(0.5));
  const raised = withElement(large, 2 * pageLength, -9);
  const raisedTwice = withElement(raised, 0, 4);
  const lowered = withElement(raisedTwice, 2 * pageLength, 1);
  const endless = withElement(withElement(lowered, 1, Infinity), 2, NaN);
  expect([large, raised, raisedTwice, lowered, endless, large].map(largestIn)).toEqual([
    0.5, 9, 9, 4, 4, 0.5,
  ]);
});

test('of a small tensor and of integers it is found as well', () => {
  const small = floatTensor([2], [1, -2]);
  expect(largestIn(small)).toBe(2);
  expect(largestIn(withElement(small, 1, 0))).toBe(1);
  expect(largestIn({ dtype: 'int8', shape: [2], values: Int8Array.of(-7, 3) })).toBe(7);
});
