/** Values of every type are shown as what they are, and what is typed is taken exactly or refused. */
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { decodeFloat16, encodeFloat16, floatTensor, type Dtype, type Tensor } from './tensor';
import { exactValue, parseAs, shortValue, valueAt, withValue, type Value } from './value';

const large = 9_007_199_254_740_993n;
const tensors: readonly [string, Tensor, Value, string][] = [
  ['float32', floatTensor([1], [0.1]), Math.fround(0.1), '0.1'],
  ['float64', { dtype: 'float64', shape: [1], values: Float64Array.of(0.1) }, 0.1, '0.1'],
  ['float16', { dtype: 'float16', shape: [1], values: Uint16Array.of(0x3e00) }, 1.5, '1.5'],
  ['int64', { dtype: 'int64', shape: [1], values: BigInt64Array.of(large) }, large, String(large)],
  ['uint8', { dtype: 'uint8', shape: [1], values: Uint8Array.of(200) }, 200n, '200'],
  ['int4', { dtype: 'int4', shape: [1], values: Uint8Array.of(0x0f) }, -1n, '-1'],
  ['bool', { dtype: 'bool', shape: [1], values: Uint8Array.of(1) }, true, 'True'],
  ['string', { dtype: 'string', shape: [1], values: ['red'] }, 'red', 'red'],
];

describe.each(tensors)('%s', (_, tensor, value, text) => {
  test('is read and shown as what it is', () => {
    expect(valueAt(tensor, 0)).toBe(value);
    expect(exactValue(value)).toBe(text);
    expect(valueAt(tensor, 9)).toBeUndefined();
  });

  test('is typed and set', () => {
    const typed = parseAs(tensor.dtype, text);
    if (isProblem(typed)) throw new Error(describeProblem(typed));
    const set = withValue(withValue(tensor, 0, parseAs(tensor.dtype, '0') as Value), 0, typed);
    expect(set).toEqual(tensor);
    expect(set).not.toBe(tensor);
  });
});

test.each<[Dtype, string, string]>([
  ['int64', '2.5', 'no whole number'],
  ['int8', '128', 'from -128 to 127'],
  ['uint64', '-1', 'from 0 to 18446744073709551615'],
  ['bool', 'maybe', 'neither True nor False'],
  ['float16', '70000', '65504'],
  ['float64', 'x', 'not a finite number'],
])('%s refuses %s', (dtype, text, words) => {
  const found = parseAs(dtype, text);
  expect(isProblem(found) && describeProblem(found)).toContain(words);
});

test('a cell has fixed decimals for floats, all digits of whole numbers, and cuts long words', () => {
  expect([shortValue(1), shortValue(large), shortValue(false), shortValue('x'.repeat(30))]).toEqual([
    '1.000',
    String(large),
    'False',
    `${'x'.repeat(23)}…`,
  ]);
});

test('the bits of every finite float16 come back', () => {
  const bits = Array.from({ length: 0x7c00 }, (_, at) => at).flatMap((at) => [at, at | 0x8000]);
  expect(bits.filter((each) => encodeFloat16(decodeFloat16(each)) !== each)).toEqual([]);
  expect(encodeFloat16(65_520)).toBe(0x7c00);
  expect(decodeFloat16(encodeFloat16(1 + 2 ** -11))).toBe(1);
});
