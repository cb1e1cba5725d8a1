/** Numbers in the spellings people use, read back as what they were. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUnclear, readNumber } from './numbers';

interface Style {
  readonly group: string;
  readonly decimal: '.' | ',';
  readonly sizes: 'threes' | 'Indian';
}
const styles: readonly Style[] = [
  ...['', ',', "'", '’', ' ', '\u00a0', '\u202f', '\u2009'].map(
    (group) => ({ group, decimal: '.', sizes: 'threes' }) as const,
  ),
  ...['', '.', "'", ' ', '\u00a0', '\u202f'].map(
    (group) => ({ group, decimal: ',', sizes: 'threes' }) as const,
  ),
  { group: ',', decimal: '.', sizes: 'Indian' },
];
const ways: readonly ((digits: string) => string)[] = [
  (digits) => digits,
  (digits) => `${digits} %`,
  (digits) => `${digits}%`,
  (digits) => `€ ${digits}`,
  (digits) => `${digits}\u00a0€`,
  (digits) => `$${digits}`,
  (digits) => `£${digits}`,
  (digits) => `¥ ${digits}`,
  (digits) => `CHF ${digits}`,
  (digits) => `${digits} kr`,
];
const negatives: readonly ((cell: string) => string)[] = [
  (cell) => `-${cell}`,
  (cell) => `\u2212${cell}`,
  (cell) => `\u2013 ${cell}`,
  (cell) => `(${cell})`,
];

function spell(whole: number, decimals: string, { group, decimal, sizes }: Style): string {
  const every = sizes === 'threes' ? /\B(?=(\d{3})+$)/g : /\B(?=(\d{2})*\d{3}$)/g;
  return String(whole).replace(every, group) + (decimals === '' ? '' : decimal + decimals);
}

test('every spelling of a number is that number, or is unclear and one of its two readings', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 999_999_999 }),
      fc.stringMatching(/^\d{0,6}$/),
      fc.constantFrom(...styles),
      fc.constantFrom(...ways),
      fc.option(fc.constantFrom(...negatives), { nil: undefined }),
      (whole, decimals, style, way, negative) => {
        const cell = way(spell(whole, decimals, style));
        const read = readNumber(negative ? negative(cell) : cell);
        const value = Number(`${whole}.${decimals}`) * (negative ? -1 : 1);
        const [said, other] = style.decimal === '.' ? [read?.point, read?.comma] : [read?.comma, read?.point];
        expect(said).toBeCloseTo(value, 9);
        if (read && !isUnclear(read))
          expect([value, Number.NaN].some((each) => Object.is(each, other) || each === other)).toBe(true);
      },
    ),
    { numRuns: 3000 },
  );
});

test('powers of ten', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }), (value) => {
      const text = value.toExponential();
      expect(readNumber(text)?.point).toBe(Number(text));
      expect(readNumber(text.replace('.', ',').toUpperCase())?.comma).toBe(Number(text));
    }),
  );
});

const no = Number.NaN;
describe('a cell', () => {
  test.each([
    ['1.234', 1.234, 1234, ''],
    ['1,234', 1234, 1.234, ''],
    ['0.234', 0.234, no, ''],
    ['0,234', no, 0.234, ''],
    ['1234.567', 1234.567, no, ''],
    ['1.234.567', no, 1234567, ''],
    ['1,234,567', 1234567, no, ''],
    ['1,23,456', 123456, no, ''],
    ['1.234,5', no, 1234.5, ''],
    ["1'234.50", 1234.5, no, ''],
    ['1 234,50', no, 1234.5, ''],
    ['1 234', 1234, 1234, ''],
    ['1.5e3', 1500, no, ''],
    ['1.234e3', 1234, no, ''],
    ['(1,234.5)', -1234.5, no, ''],
    ['($3)', -3, -3, '$'],
    ['-$3', -3, -3, '$'],
    ['1.234,50-', no, -1234.5, ''],
    ['−5', -5, -5, ''],
    ['+7', 7, 7, ''],
    ['12 ‰', 12, 12, '‰'],
    ['1e400', Infinity, Infinity, ''],
    ['-1e39', -Infinity, -Infinity, ''],
    ['1e-400', Number.MIN_VALUE, Number.MIN_VALUE, ''],
    ['0e-400', 0, 0, ''],
    ['Infinity', Infinity, Infinity, ''],
    ['-inf', -Infinity, -Infinity, ''],
  ])('%s', (cell, point, comma, unit) => {
    expect(readNumber(cell)).toEqual({ point, comma, unit });
  });

  test.each(
    ['1.2.3', '12.03.2020', '2020-01-01', '12:30', '1 2 3'].concat([
      ...[
        '5,-',
        '--5',
        '(-5)',
        '(5',
        '5)',
        'cat',
        'item 10',
        '5 kg',
        '€ 5 €',
        '% ',
        '1_000',
        '0x10',
        '1,234.5,6',
      ],
      ...['1 234.567 890', "1'23", '01.234.567', '', '-', 'e5', '1e', '5 5', '1,234e3,1'],
    ]),
  )('%j is no number', (cell) => {
    expect(readNumber(cell)).toBeUndefined();
  });

  test('of any letters is read or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (cell) => {
        const read = readNumber(cell.trim());
        if (read) expect(Number.isNaN(read.point) && Number.isNaN(read.comma)).toBe(false);
      }),
    );
  });
});
