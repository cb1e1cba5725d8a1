/** What a table decides as a whole: its decimal sign, its units, its heading; and what it has to be asked. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem, type Problem } from '../messages/problem';
import { decodeTable } from './csv';
import { planFor, readAnew, type DataPlan } from './plan';
import { prepareData, type PreparedData } from './prepare';
import type { Reading, Table } from './table';

function tableOf(text: string, reading: Reading = {}): Table {
  const table = decodeTable(text, 'rows.csv', reading);
  if (isProblem(table)) throw new Error(describeProblem(table));
  return table;
}
function numbersIn({ columns }: Table, at: number): readonly number[] | string {
  const column = columns[at];
  return column?.kind === 'number' ? [...column.values] : `${column?.kind}`;
}
const planOf = (text: string): DataPlan => planFor({ kind: 'table', name: 'rows.csv', text });
const prepared = (plan: DataPlan): PreparedData | Problem => prepareData(plan, { validation: 0, seed: 1 });
const sentences = (text: string): readonly string[] => {
  const found = prepared(planOf(text));
  return (isProblem(found) ? [found] : found.notes).map(describeProblem);
};
const lines = (...rows: readonly string[]): string => rows.join('\n');

describe('the decimal sign', () => {
  test.each([
    ['other cells of the table show a comma', 'a;b\n1.886;0,5\n987;0,25', [1886, 987]],
    ['other cells of the table show a point', 'a\tb\n1,886\t0.5\n987\t0.25', [1886, 987]],
    ['another cell of the column shows it', 'a;b\n1.886;1\n2.5;2', [1.886, 2.5]],
    ['groups show it', 'a\tb\n1.886\tx\n1.234.567\ty', [1886, 1234567]],
    ['Indian groups show it', 'a\tb\n1,886\tx\n1,23,456\ty', [1886, 123456]],
    ['a column shows its own, whatever the others do', 'a;b\n1.5;0,5\n2.25;0,25', [1.5, 2.25]],
    ['cells are of two minds, but each is clear', 'a;b\n1.5;1\n2,25;2', [1.5, 2.25]],
    ['commas part the cells', 'a,b\n1.886,x\n2.345,y', [1.886, 2.345]],
    ['commas part the cells, and other cells have points', 'a,b\n"1,886",0.5\n"12,345",1.5', [1886, 12345]],
    ['quoted cells have decimal commas', 'a,b\n"1,5",x\n"2,25",y', [1.5, 2.25]],
  ])('is known where %s', (_, text, numbers) => {
    expect(numbersIn(tableOf(text), 0)).toEqual(numbers);
    expect(isProblem(prepared(planOf(text)))).toBe(false);
  });

  test.each([
    ['in a file cut by tabs', 'a\tb\n1,234\tx\n2,345\ty', 'a', '1,234'],
    ['in a file cut by semicolons', 'a;b\n1.886;x\n987;y', 'a', '1.886'],
    ['beside whole numbers, though commas part the cells', 'a,b\n987,x\n1.886,y', 'a', '1.886'],
    ['in quotes', 'a,b\n"1,234",x\n"2,345",y', 'a', '1,234'],
    ['where two other columns disagree', 'a\tb\tc\n1.5\t2,5\t1.234\n1.7\t3,5\t2.234', 'c', '1.234'],
    ['of the answers', 'a;b\n5;1.886\n6;2.345', 'b', '1.886'],
    ['beside a unit', 'a;b\n€ 1.886;x\n€ 2.345;y', 'a', '€ 1.886'],
  ])('is asked for %s', (_, text, column, cell) => {
    const found = prepared(planOf(text));
    expect(found).toMatchObject({ code: 'data-number-unclear', values: { column, text: cell } });
    expect(
      isProblem(found) && found.repairs.map((repair) => repair.kind === 'read-decimals' && repair.decimal),
    ).toEqual(['comma', 'point']);
  });

  test('once chosen is kept, and holds for every column that does not show it', () => {
    const text = 'a;b;c;d\n1.234;2.345;0.5;x\n987;3.456;1.5;y\n1.234;4.567;1;x';
    const asked = planOf(lines(text.replaceAll('0.5', '5').replaceAll('1.5', '7')));
    expect(isProblem(prepared(asked))).toBe(true);
    const comma = readAnew(asked, { decimal: 'comma' });
    expect(comma.source).toMatchObject({ decimal: 'comma', isHeaded: true });
    const found = prepared(comma);
    expect(!isProblem(found) && found.scales.map(({ name, offset }) => [name, Math.round(offset)])).toEqual([
      ['a', 1152],
      ['b', 3456],
      ['c', 4],
    ]);
    expect(!isProblem(found) && found.notes.map(describeProblem)).toEqual([
      'Read with a decimal comma: a (“1.234” is 1234), b (“2.345” is 2345).',
    ]);
    // Small numbers are not scaled: what suits the rows is judged anew.
    expect(readAnew(planOf('a;b\n1.234;x\n2.345;y'), { decimal: 'point' }).preparation.scaling).toBe('none');
  });

  test('of a column that is left out is not asked for', () => {
    const plan = planOf('a;b;c\n1.886;1;x\n987;2.5;y\n1.886;3;x'.replace('2.5', '2'));
    const left = { ...plan, preparation: { ...plan.preparation, leftOut: ['a'] } };
    expect(isProblem(prepared(left))).toBe(false);
  });
});

test('a table written in any one way is read as its numbers, or asked about', () => {
  const groups = { '.': [',', "'", ' ', ''], ',': ['.', "'", '\u00a0', ''] } as const;
  const cell = fc.tuple(fc.integer({ min: -3_000_000, max: 3_000_000 }), fc.stringMatching(/^\d{0,4}$/));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell), { minLength: 2, maxLength: 12 }),
      fc
        .constantFrom('.', ',')
        .chain((decimal) =>
          fc.tuple(fc.constant(decimal), fc.constantFrom(...groups[decimal]), fc.constantFrom('', '%', ' €')),
        ),
      fc.constantFrom(',', ';', '\t'),
      (rows, [decimal, group, unit], delimiter) => {
        fc.pre(!(delimiter === ',' && decimal === ','));
        const spell = ([whole, decimals]: readonly [number, string]): string => {
          const digits = String(whole).replace(/\B(?=(\d{3})+$)/g, group);
          return `"${digits}${decimals === '' ? '' : decimal + decimals}${unit}"`;
        };
        const text = lines(
          ['a', 'b', 'kind'].join(delimiter),
          ...rows.map((row, at) => [...row.map(spell), `k${at % 2}`].join(delimiter)),
        );
        const table = tableOf(text);
        table.columns.slice(0, 2).forEach((column, at) => {
          if (column.kind === 'number' && column.lone && !column.lone.decimal) return;
          const wanted = rows.map((row) => Number(`${row[at]?.[0]}.${row[at]?.[1]}`));
          expect(column.kind === 'number' && [...column.values].map((value) => value + 0)).toEqual(
            wanted.map((value) => value + 0),
          );
        });
      },
    ),
    { numRuns: 1000 },
  );
});

describe('units', () => {
  test.each([
    ['a;b\n5 %;4\n7,5%;9\n0;2', [5, 7.5, 0], 'a (“5 %” is 5)'],
    ['a;b\n€ 1.234,50;1\n7;2', [1234.5, 7], 'a (“€ 1.234,50” is 1234.5)'],
    ['a,b\n"($1,234.50)",1\n$7,2', [-1234.5, 7], 'a (“($1,234.50)” is -1234.5)'],
    ['a,b\n£5,1\n£7.25,2', [5, 7.25], 'a (“£5” is 5)'],
  ])('of %j are said', (text, numbers, said) => {
    expect(numbersIn(tableOf(text), 0)).toEqual(numbers);
    expect(sentences(text)).toContain(`Read as the numbers beside a sign: ${said}.`);
  });

  test('that are mixed make no numbers of a column', () => {
    for (const text of ['a,b\n50%,1\n0.5,2\n60%,3', 'a,b\n$5,1\n€5,2\n$7,3'])
      expect(numbersIn(tableOf(text), 0)).toBe('category');
  });

  test('one that is not like the others is named and counts as missing', () => {
    const rows = Array.from({ length: 20 }, (_, row) => (row === 6 ? '0.5,1' : `${row}%,1`));
    expect(tableOf(lines('a,b', ...rows)).columns[0]).toMatchObject({
      kind: 'number',
      faults: [{ row: 7, text: '0.5', isTooLarge: false }],
    });
  });
});

describe('columns that are not used as numbers', () => {
  const many = (cell: (row: number) => string): readonly string[] =>
    Array.from({ length: 40 }, (_, row) => cell(row));

  test('are named with the reason', () => {
    const text = lines('id,note,empty,a,y', ...many((row) => `${row + 1},1_${row},,${row % 7},${row % 2}`));
    expect(sentences(text)).toEqual([
      'Columns left out: id (it counts the rows), note (different words: 40, such as “1_0”), empty (empty).',
    ]);
  });
  test('where one word among numbers makes them words, that is named', () => {
    const text = lines(
      'a,b,y',
      ...many((row) => `${row % 5 === 0 ? 'tall' : row % 3},${row % 7},${row % 4 === 0 ? 'much' : row % 2}`),
    );
    expect(sentences(text)).toEqual([
      'Columns taken as words, each word a feature: a (different words: 4, such as “tall”).',
      'y is taken as classes, though it holds numbers, because of “much”. Mend that cell to predict numbers.',
    ]);
  });
  test('are named where nothing else is left', () => {
    expect(sentences(lines('a,y', ...many((row) => `w${row},${row % 2}`)))).toEqual([
      'No column is left to learn from. Make one a feature; left out: a (different words: 40, such as “w0”).',
    ]);
  });
  test.each(['1e400', 'Infinity', '-inf', '3,5e38'])(
    '%s is no number to learn from, but one of its column',
    (cell) => {
      const table = tableOf(`a;b\n${cell};0,5\n2;1\n3;2,5`);
      expect(numbersIn(table, 0)).toEqual([Number.NaN, 2, 3]);
      expect(table.columns[0]).toMatchObject({ faults: [{ row: 1, text: cell, isTooLarge: true }] });
    },
  );
});

test.each(['1e-400', '1e-50', '-1e-46', '0,00000000000000000000000000000000000000000000000001'])(
  '%s is zero where numbers have 32 bits, and that is said',
  (cell) => {
    const text = `a;b\n2;1\n${cell};0,5\n3;2,5`;
    expect(numbersIn(tableOf(text), 0)).toEqual([2, 0, 3]);
    expect(sentences(text)).toEqual([
      `Row 2, a: “${cell.slice(0, 40)}” is too near zero for a 32-bit number, so it counts as 0. Write the column in a smaller unit to keep it.`,
    ]);
  },
);

describe('a first row', () => {
  const decimals = ['0.515,0.58,k0', '1.027,-1.306,k1', '1.563,-1.987,k0', '0.4,-0.575,k1'];
  const wholes = ['5,3,7', '2,9,1', '4,4,4', '8,1,0'];

  test.each<[string, readonly string[]]>([
    ['of words above numbers', ['a,b,kind', ...decimals]],
    [
      'of counted numbers above decimals',
      ['0,1,2', '0.515,0.58,0', '1.027,-1.306,1', '1.563,-1.987,2', '0.4,-1,0'],
    ],
    ['of counted numbers above whole ones', ['0,1,2', ...wholes]],
    ['of counted numbers after an empty cell', [',0,1', '0,0.515,0.58', '1,1.027,-1.3', '2,1.563,-1.9']],
    ['of years', ['2019,2020,kind', ...decimals]],
    [
      'of years in a row, like what is below',
      ['2019,2020,2021', '2000,2100,1999', '1800,2222,1990', '2001,2000,2005'],
    ],
    ['of years after a word', ['country,2019,2020', 'DE,1.5,2.5', 'FR,2.5,3', 'IT,3.5,4']],
    ['of even steps', ['400,410,420,430,kind', '1,2,5,3,a', '2,2,1,3,b', '9,8,1,0,a', '4,2,1,3,b']],
    ['of percentiles', ['name,5%,50%,95%', 'x,1,2,3', 'y,2,3,5', 'z,3,3,4']],
    ['of words but for one', ['a,b,0.5,kind', '1,2,3,x', '4,1,6,y', '7,8,9,x', '3,3,3,y']],
    ['one short, as R writes it', ['a,b,kind', '1,0.5,0.7,k0', '2,1.5,1.7,k1', '3,2,1,k0']],
    ['one short and of years', ['2019,2020,kind', 'r1,0.5,0.7,k0', 'r2,1.5,1.7,k1', 'r3,2,1,k0']],
    ['with a cell too many', ['a,b,kind,', ...decimals]],
    ['of any numbers and a new word', ['100;200;kind', '5;2.5;k0', '7;3.5;k1', '2;4.5;k0', '9;5.5;k1']],
    ['of any numbers and a word above numbers', ['400;500;kind', '5;2.5;0', '7;3.5;1', '2;4.5;0', '9;5.5;1']],
    ['after sep=', ['sep=,', 'a,b,kind', ...decimals]],
    ['after a quoted sep= and a mark', ['\uFEFF"sep=,"', 'a,b,kind', ...decimals]],
  ])('%s is a heading', (_, rows) => {
    const table = tableOf(lines(...rows));
    expect(table.reading?.isHeaded).toBe(true);
    expect(table.rows).toBe(rows.length - (rows[0]?.includes('sep=') ? 2 : 1));
  });

  test.each<[string, readonly string[]]>([
    ['like the rows below', decimals],
    ['of whole numbers like those below', wholes],
    ['of a truth table', ['0,1,1', '1,0,1', '1,1,0', '0,0,0']],
    ['of windows that slide', ['1,2,3', '2,3,4', '3,4,5', '4,5,6']],
    ['of a curve', ['0,1', '0.1,0.995', '0.2,0.98', '0.3,0.955']],
    ['of a year beside its number', ['2019,5.5', '2020,6.5', '2021,7']],
    ['whose words stand below as well', ['red,round,yes', 'green,long,no', 'red,long,no', 'green,round,yes']],
    ['whose class stands below as well', ['2019,2020,k1', ...decimals]],
  ])('%s is none', (_, rows) => {
    const table = tableOf(lines(...rows));
    expect(table.reading?.isHeaded).toBe(false);
    expect(table.rows).toBe(rows.length);
  });

  test('is what it is said to be', () => {
    const named = tableOf(lines(...wholes), { isHeaded: true });
    expect([named.rows, named.columns[0]?.name]).toEqual([3, '5']);
    expect(tableOf(lines('a,b,kind', ...decimals), { isHeaded: false }).rows).toBe(5);
    const plan = planOf(lines('a,b,kind', ...decimals));
    expect(readAnew(plan, { isHeaded: false }).source).toMatchObject({ isHeaded: false });
  });

  test('of numbers is said, either way', () => {
    expect(sentences(lines('2019,2020,kind', ...decimals))).toContain(
      'The first row is taken as the heading: 2019, 2020, kind.',
    );
    expect(sentences(lines('0,1', '0.1,0.995', '0.2,0.98', '0.3,0.955'))).toContain(
      'The first row is taken as a row of data, not as the heading: 0, 1.',
    );
  });
});

test('each cell for itself, as earlier documents had it', () => {
  const table = tableOf('a;b;c\n1.886;1 234;0,5\n987;2 345;5%', { decimal: 'each' });
  expect([0, 1, 2].map((at) => numbersIn(table, at))).toEqual([[1.886, 987], 'category', 'category']);
  expect(tableOf('0,1\n0.5,1.5\n0.7,2.5\n0.9,.5', { decimal: 'each' }).reading?.isHeaded).toBe(false);
});

test('unquoted groups of digits in a file cut by commas are no names of rows', () => {
  const text = lines('a,b,kind', '1,234,2,k0', '2,345,7,k1', '3,456,4,k0', '9,456,1,k1');
  expect(decodeTable(text, 'us.csv')).toMatchObject({ code: 'data-unreadable' });
});
