/** Tensors: how elements are found and what their bits mean. */
import { describe, expect, test } from 'vitest';
import { decodeFloat16, elementAt, floatTensor, numberAt, type Tensor } from './tensor';

describe('decodeFloat16', () => {
  test.each<[number, number]>([
    [0x0000, 0],
    [0x8000, -0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x03ff, 2 ** -14 - 2 ** -24],
    [0x0400, 2 ** -14],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, Number.NaN],
  ])('bits %i are %d', (bits, value) => {
    expect(decodeFloat16(bits)).toBe(value);
  });

  test('grows with its bits, evenly within each power of two', () => {
    const finite = Array.from({ length: 0x7c00 }, (_, bits) => bits);
    const odd = finite.slice(1).filter((bits) => {
      const step = decodeFloat16(bits) - decodeFloat16(bits - 1);
      return step !== 2 ** (Math.max(1, (bits - 1) >> 10) - 25);
    });
    expect(odd).toEqual([]);
    expect(finite.filter((bits) => decodeFloat16(bits | 0x8000) !== -decodeFloat16(bits))).toEqual([]);
  });
});

describe('elements', () => {
  test('are found in row-major order', () => {
    const tensor = floatTensor([2, 3], [0, 1, 2, 10, 11, 12]);
    expect(elementAt(tensor, [1, 2])).toBe(12);
    expect(elementAt(tensor, [0, 1])).toBe(1);
    expect(elementAt(floatTensor([], [7]), [])).toBe(7);
  });

  test.each<[string, Tensor, number[]]>([
    [
      'int4, low half first',
      { dtype: 'int4', shape: [4], values: Uint8Array.of(0x87, 0xf1) },
      [7, -8, 1, -1],
    ],
    ['uint4', { dtype: 'uint4', shape: [3], values: Uint8Array.of(0x87, 0x0f) }, [7, 8, 15]],
    ['float16', { dtype: 'float16', shape: [2], values: Uint16Array.of(0x3c00, 0xb800) }, [1, -0.5]],
    ['int64', { dtype: 'int64', shape: [1], values: BigInt64Array.of(-5n) }, [-5]],
    [
      'uint64, rounded',
      { dtype: 'uint64', shape: [1], values: BigUint64Array.of(2n ** 64n - 1n) },
      [2 ** 64],
    ],
    ['bool', { dtype: 'bool', shape: [2], values: Uint8Array.of(0, 1) }, [0, 1]],
    ['text', { dtype: 'string', shape: [1], values: ['7'] }, [Number.NaN]],
    ['nothing', { dtype: 'float32', shape: [1], values: new Float32Array() }, [Number.NaN]],
  ])('%s', (_, tensor, expected) => {
    expect(expected.map((_value, offset) => numberAt(tensor, offset))).toEqual(expected);
  });
});

test('floatTensor refuses values that do not fill the shape', () => {
  expect(() => floatTensor([2, 2], [1, 2, 3])).toThrow(RangeError);
  expect(floatTensor([0, 4], []).values.length).toBe(0);
});
