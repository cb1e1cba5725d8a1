/** One number set after another: nothing else changes, and nothing large is copied. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesBetween, floatAt, originOf, pageLength, pagesOf, sliceOf, withElement } from './paged';
import { floatTensor, numberAt } from './tensor';

const length = 3 * pageLength + 5;
const start = floatTensor(
  [length],
  Float32Array.from({ length }, (_, at) => at),
);

describe('withElement', () => {
  test('changes the one number alone, in a small tensor and in a large one', () => {
    const places = fc.constantFrom(0, 4, pageLength - 1, pageLength, 2 * pageLength + 7, length - 1);
    const small = floatTensor([5], [0, 1, 2, 3, 4]);
    fc.assert(
      fc.property(fc.constantFrom(small, start), fc.array(fc.tuple(places, fc.float())), (first, edits) => {
        const expected = first.values.slice();
        let tensor = first;
        for (const [at, value] of edits) {
          if (at >= expected.length) continue;
          expected[at] = value;
          const before = tensor;
          const was = before.values.slice();
          tensor = withElement(tensor, at, value);
          expect(Buffer.from(before.values.buffer).equals(Buffer.from(was.buffer))).toBe(true);
          expect(floatAt(tensor, at)).toBe(expected[at]);
        }
        expect(Buffer.from(tensor.values.buffer).equals(Buffer.from(expected.buffer))).toBe(true);
      }),
      { seed: 66, numRuns: 50 },
    );
  });

  test('refuses what is no place in it', () => {
    for (const tensor of [floatTensor([1], [1]), start, withElement(start, 0, 1)]) {
      expect(() => withElement(tensor, -1, 1)).toThrow(RangeError);
      expect(() => withElement(tensor, tensor.values.length, 1)).toThrow(RangeError);
    }
  });

  test('of a large tensor one page is new, all others are shared', () => {
    const once = withElement(start, 5, 1);
    const twice = withElement(once, pageLength, 2);
    const isNew = pagesOf(twice).map((page, at) => page !== pagesOf(start)[at]);
    expect(isNew).toEqual([true, true, false, false]);
    expect(pagesOf(twice)[0]).toBe(pagesOf(once)[0]);
    expect(pagesOf(twice)[3]?.buffer).toBe(start.values.buffer);
  });
});

test('it is read, cut, spread and sent like any tensor', () => {
  const tensor = withElement(start, pageLength, -1);
  expect(numberAt(tensor, pageLength)).toBe(-1);
  expect(numberAt(tensor, length)).toBeNaN();
  expect([...sliceOf(tensor, pageLength - 1, pageLength + 2)]).toEqual([pageLength - 1, -1, pageLength + 1]);
  expect(sliceOf(tensor, length - 1, length + 9)).toEqual(Float32Array.of(length - 1));
  const plain = { dtype: 'float32', shape: [length], values: start.values.with(pageLength, -1) };
  expect(structuredClone(tensor)).toEqual(plain);
  expect({ ...tensor }).toEqual(plain);
});

test('what two versions differ in is said in pages, and of strangers nothing', () => {
  const [one, other] = [withElement(start, 3, 9), withElement(start, length - 1, 8)];
  expect(changesBetween(start, start)).toEqual([]);
  for (const [before, after] of [
    [start, one],
    [one, start],
    [one, other],
  ] as const) {
    const made = before.values.slice();
    for (const { at, values } of changesBetween(before, after) ?? []) {
      // All that a message with it would carry.
      expect(values.buffer.byteLength).toBeLessThanOrEqual(4 * pageLength);
      made.set(values, at);
    }
    expect(Buffer.from(made.buffer).equals(Buffer.from(after.values.buffer))).toBe(true);
  }
  expect(originOf(one)).toBe(originOf(other));
  expect(changesBetween(one, floatTensor([length], start.values))).toBeUndefined();
});
