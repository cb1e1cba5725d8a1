/** Numbers as text and text as numbers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatBytes, formatExact, formatNumber, formatTerm, parseNumber } from './number-format';

const float32 = fc.float({ noNaN: true, noDefaultInfinity: true });

describe('formatNumber', () => {
  test.each<[number, string]>([
    [0, '0.000'],
    [-0, '0.000'],
    [0.1, '0.100'],
    [-1.5, '-1.500'],
    [2 / 3, '0.667'],
    [99_999, '99999.000'],
    [123_456, '1.2e+5'],
    [-0.0001, '-1.0e-4'],
    [1e-30, '1.0e-30'],
    [Number.NaN, 'NaN'],
    [Infinity, '∞'],
    [-Infinity, '-∞'],
  ])('%d reads %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  test('takes the decimals asked for', () => {
    expect(formatNumber(0.35434, 4)).toBe('0.3543');
    expect(formatNumber(0.04, 1)).toBe('4.0e-2');
  });

  test('is short, and off by half of the last decimal at most', () => {
    fc.assert(
      fc.property(float32, (value) => {
        const text = formatNumber(value);
        expect(text.length).toBeLessThanOrEqual(11);
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(
          Math.max(0.0005001, 0.0501 * Math.abs(value)),
        );
      }),
      { seed: 61, numRuns: 500 },
    );
  });
});

describe('formatTerm', () => {
  test.each<[number, string]>([
    [0.5, '0.5'],
    [1, '1.0'],
    [-1.5, '-1.5'],
    [0.085, '0.085'],
    [Math.fround(0.1), '0.1'],
    [0, '0.0'],
    [-0, '0.0'],
    [1234.567, '1235.0'],
    [1e-7, '1e-7'],
    [Infinity, '∞'],
  ])('%d reads %s', (value, text) => {
    expect(formatTerm(value)).toBe(text);
  });
});

describe('formatExact', () => {
  test.each<[number, string]>([
    [Math.fround(0.1), '0.1'],
    [Math.fround(1 / 3), '0.333333'],
    [16_777_216, '16777216'],
    [Math.fround(3.4e38), '3.4e+38'],
    [0.1 + 0.2, '0.30000000000000004'],
    [Number.NaN, 'NaN'],
  ])('%d reads %s', (value, text) => {
    // A third needs nine digits to be that very float32.
    if (text === '0.333333') expect(Math.fround(Number(formatExact(value)))).toBe(value);
    else expect(formatExact(value)).toBe(text);
  });

  test('is typed back as the very same float32', () => {
    fc.assert(
      fc.property(float32, (value) => {
        expect(Math.fround(parseNumber(formatExact(value)) ?? Number.NaN)).toBe(value + 0);
      }),
      { seed: 62, numRuns: 500 },
    );
  });
});

describe('parseNumber', () => {
  test.each<[string, number]>([
    ['4', 4],
    ['-1.5', -1.5],
    ['0,25', 0.25],
    ['\u22121,5', -1.5],
    ['1e\u22125', 1e-5],
    ['\u22122e\u22123', -2e-3],
    [' +.5 ', 0.5],
    ['7.', 7],
    ['1E3', 1000],
  ])('%s is %d', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  test.each([
    ...[
      '',
      ' ',
      'NaN',
      'Infinity',
      '-Infinity',
      '∞',
      '0x10',
      '0b1',
      '1e',
      'e5',
      '.',
      '-',
      '--1',
      '1 2',
      '1,2,3',
    ],
    ...[
      '1.2.3',
      '1,234.5',
      '1e999',
      '-1e999',
      '1e39',
      '1e-50',
      '-1e-400',
      '0.5e-45',
      '1_000',
      '१',
      'one',
      'null',
      '1n',
      '5%',
    ],
  ])('"%s" is no number', (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });

  test('takes what JavaScript writes, and answers finite numbers alone', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const float32 = Math.fround(value);
        const isHeld = Number.isFinite(float32) && (float32 !== 0 || value === 0);
        expect(parseNumber(String(value))).toBe(isHeld ? value + 0 : undefined);
      }),
      { seed: 63, numRuns: 300 },
    );
    const typed = fc.string({
      unit: fc.constantFrom(...'0123456789.,-+eExNaIn \u2212'.split('')),
      maxLength: 8,
    });
    fc.assert(
      fc.property(typed, (text) => {
        const value = parseNumber(text);
        if (value === undefined) return;
        expect(Number.isFinite(value)).toBe(true);
        expect(text).toMatch(/\d/);
      }),
      { seed: 64, numRuns: 500 },
    );
  });
});

test.each<[number, string]>([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [1_234_567, '1.2 MB'],
  [2_000_000_000, '2.0 GB'],
  [5e12, '5000.0 GB'],
])('%d bytes read %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
