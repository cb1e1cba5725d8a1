/** Files of rows as people have them: any delimiter, quotes, decimals with commas, gaps, words, damage. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { guessDelimiter, readCells } from './cells';
import { decodeTable, rowLimit } from './csv';
import { describeColumn, kindOf, type Table } from './table';
import { decodeText } from '../tensor/text';

function tableOf(text: string): Table {
  const table = decodeTable(text, 'rows.csv');
  if (isProblem(table)) throw new Error(describeProblem(table));
  return table;
}

const sentenceOf = (text: string): string => {
  const found = decodeTable(text, 'rows.csv');
  return isProblem(found) ? describeProblem(found) : 'no problem';
};
const numbersIn = (table: Table, at: number): readonly number[] => {
  const column = table.columns[at];
  return column?.kind === 'number' ? [...column.values] : [];
};
const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe('cells', () => {
  const cell = fc.string({ maxLength: 8 });
  const delimiters = [',', ';', '\t', '|'] as const;

  test('are read as they were written, whatever stands in them', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 4 })
          .chain((width) =>
            fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }),
          ),
        fc.constantFrom(...delimiters),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (rows, delimiter, line, endsInLine) => {
          const text =
            rows.map((row) => row.map(quote).join(delimiter)).join(line) + (endsInLine ? line : '');
          expect(readCells(text, delimiter)).toEqual(rows);
        },
      ),
    );
  });

  test.each([
    [
      'a,b\n1,2',
      ',',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a;"b;c"\n\n\n1;2\n',
      ';',
      [
        ['a', 'b;c'],
        ['1', '2'],
      ],
    ],
    [
      '\uFEFFa\tb\r\n1\t',
      '\t',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    ['"a ""b""",c', ',', [['a "b"', 'c']]],
    ['"never closed,c\n1,2', ',', [['never closed,c\n1,2']]],
  ] as const)('of %j', (text, delimiter, rows) => {
    expect(readCells(text, delimiter)).toEqual(rows);
  });

  test.each([
    ['a,b\n1,2', ','],
    ['a;b\n1,5;2,5', ';'],
    ['a\tb\n1,5\t2,5', '\t'],
    ['a|b\n1|2', '|'],
    ['name,note\nx,"one; two"\ny,three', ','],
    ['alone\n1', ','],
  ])('are told apart in %j', (text, delimiter) => {
    expect(guessDelimiter(text)).toBe(delimiter);
  });
});

describe('types', () => {
  const table = tableOf(
    [
      'id,height,kind,note,empty',
      ...Array.from(
        { length: 30 },
        (_, row) => `${row + 1},${row / 4},${['cat', 'dog'][row % 2] ?? ''},word${row},`,
      ),
    ].join('\n'),
  );

  test('are guessed', () => {
    expect(table.columns.map(kindOf)).toEqual(['id-like', 'number', 'category', 'id-like', 'empty']);
  });

  test('are described by range, mean and gaps', () => {
    const [, height] = tableOf('a,height,b\n1,2,x\n5,NA,y\n7,4,z\n').columns;
    expect(height && describeColumn(height)).toEqual({
      kind: 'number',
      missing: 1,
      numbers: { low: 2, high: 4, mean: 3 },
    });
  });

  test('words are in natural order', () => {
    const [kind] = tableOf('kind,y\nitem 10,1\nitem 9,2\nitem 10,3').columns;
    expect(kind).toMatchObject({ categories: ['item 9', 'item 10'], codes: Int32Array.of(1, 0, 1) });
  });

  test.each(['', 'NA', 'n/a', 'NaN', 'null', 'None', '?', '-', '  '])('%j is a gap', (cell) => {
    expect(numbersIn(tableOf(`a,b\n1,2\n${cell},3\n4,5`), 0)).toEqual([1, Number.NaN, 4]);
  });

  test('a word among numbers is named and counts as missing', () => {
    const rows = Array.from({ length: 20 }, (_, row) => (row === 6 ? 'tall,1' : `${row},1`));
    const [column] = tableOf(`a,b\n${rows.join('\n')}`).columns;
    expect(column).toMatchObject({ kind: 'number', faults: [{ row: 7, text: 'tall' }] });
  });
});

describe('numbers', () => {
  test.each([
    ['a;b\n1,5;-2\n0,25;3', [1.5, 0.25]],
    ['a\tb\n1,5\t2\n2.5\t3', [1.5, 2.5]],
    ['a;b\n1.234,5;2\n2;3', [1234.5, 2]],
    ['a,b\n"1,234",2\n"12,345.5",3', [1234, 12345.5]],
    ['a,b\n+1e3,2\n−4,3', [1000, -4]],
    ['a,b\n.5,2\n-.5,3', [0.5, -0.5]],
  ])('of %j', (text, numbers) => {
    expect(numbersIn(tableOf(text), 0)).toEqual(numbers);
  });

  test('in the first row mean there is no heading', () => {
    const table = tableOf('1,2,cat\n3,4,dog');
    expect(table.columns.map(({ name }) => name)).toEqual(['column 1', 'column 2', 'column 3']);
    expect(table.rows).toBe(2);
  });

  test('names in a heading are made distinct', () => {
    expect(tableOf('a,a,,a\n1,2,3,4').columns.map(({ name }) => name)).toEqual([
      'a',
      'a 2',
      'column 3',
      'a 3',
    ]);
  });
});

describe('damage', () => {
  test.each([
    ['', 'rows.csv cannot be used as rows to learn from: it is empty. Mend the file, or choose another.'],
    ['alone\n1\n2', 'it has one column, and needs at least a feature and a target'],
    ['a,b', 'it has a heading and no rows'],
    ['a,b\n1,2\n3\n4,5,6', 'row 2 has 1 cells where the first has 2'],
    ['PK\u0003\u0004\0\0', 'it is no text'],
  ])('%j is a sentence', (text, sentence) => {
    expect(sentenceOf(text)).toContain(sentence);
  });

  test('of a few rows leaves them out and says which', () => {
    const rows = Array.from({ length: 40 }, (_, row) => (row === 12 ? '1,2,3' : `${row},1`));
    const table = tableOf(`a,b\n${rows.join('\n')}`);
    expect(table).toMatchObject({ rows: 39, ragged: { count: 1, row: 13, cells: 3 } });
  });

  test('never throws, and is a table or a whole sentence', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.array(fc.constantFrom(',', ';', '"', '\n', '1', 'a', '\r')).map((letters) => letters.join('')),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const found = decodeTable(text, 'x.csv');
        if (isProblem(found)) expect(describeProblem(found)).not.toMatch(/undefined|NaN|\{/);
        else
          for (const column of found.columns)
            expect((column.kind === 'number' ? column.values : column.codes).length).toBe(found.rows);
      }),
      { numRuns: 500 },
    );
  });
});

test('at most so many rows are read', () => {
  const text = `a,b\n${'1,2\n'.repeat(rowLimit + 50)}`;
  expect(tableOf(text).rows).toBe(rowLimit);
});

test.each([
  ['UTF-8', Buffer.from('größe,b\n1,2')],
  ['UTF-16 without a mark', Buffer.from('größe,b\n1,2', 'utf16le')],
  ['UTF-16 from the other end', Buffer.from('\uFEFFgröße,b\n1,2', 'utf16le').swap16()],
  ['UTF-16 from the other end without a mark', Buffer.from('größe,b\n1,2', 'utf16le').swap16()],
  ['UTF-16', Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from('größe,b\n1,2', 'utf16le')])],
  [
    'UTF-16, large end first',
    Buffer.concat([Buffer.of(0xfe, 0xff), Buffer.from('größe,b\n1,2', 'utf16le').swap16()]),
  ],
  ['Latin 1', Buffer.from('größe,b\n1,2', 'latin1')],
])('text is read as %s', (_, bytes) => {
  expect(tableOf(decodeText(bytes)).columns[0]?.name).toBe('größe');
});

test.each([
  ['a quote left open', 'a,b\n1,2\n"3,4\n5,6\n', /a quote that is opened in row 3 is never closed/],
  ['a cell without end', `a,b\n${'x'.repeat(40_000)},1\n`, /row 2 has a cell of more than 32767 letters/],
  ['a row without end', `${'1,'.repeat(20_000)}\n`, /row 1 has more than 10000 cells/],
])('%s is refused with its row', (_, text, sentence) => {
  const refused = decodeTable(text, 'rows.csv');
  expect(isProblem(refused) && describeProblem(refused)).toMatch(sentence);
});
