/** However a file comes in, the same first rows are kept and the rest is counted. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { contentOf } from './content';
import { rowLimit } from './csv';
import { openWhole } from './open';
import { planFor } from './plan';
import { prepareData } from './prepare';
import { RowCutter } from './row-cutter';

function cut(pieces: readonly Uint8Array[]): { readonly kept: number; readonly rowsLeft: number } {
  const cutter = new RowCutter();
  for (const piece of pieces) cutter.push(piece);
  expect(cutter.end('long.csv')).toBeUndefined();
  return { kept: cutter.kept, rowsLeft: cutter.rowsLeft };
}

test('a file with too many rows is used in part, and says so', () => {
  const bytes = Buffer.from(`a,b\n${'1.5,0\n'.repeat(rowLimit + 250)}2,1`);
  const source = openWhole('long.csv', bytes);
  if (isProblem(source)) throw new Error(source.code);
  const content = contentOf(source);
  expect(!isProblem(content) && content.kind === 'table' && content.table.rows).toBe(rowLimit);
  const prepared = prepareData(planFor(source), { validation: 0, seed: 1 });
  expect(!isProblem(prepared) && prepared.notes[0]).toMatchObject({
    code: 'data-rows-cut',
    values: { rows: rowLimit + 251, used: rowLimit },
  });
});

test('a line break between quotes ends no row', () => {
  const bytes = Buffer.from(`a,b\n${'"one\ntwo",1\n'.repeat(rowLimit + 3)}`);
  const { kept, rowsLeft } = cut([bytes]);
  expect(rowsLeft).toBe(3);
  expect(String(bytes.subarray(0, kept)).endsWith('"one\ntwo",1\n')).toBe(true);
});

test('a text without line breaks is refused once it is too long, and keeps no more than that', () => {
  const cutter = new RowCutter();
  const piece = Buffer.alloc(4_000_000, '1,');
  while (!cutter.isCut) cutter.push(piece);
  expect(cutter.kept).toBe(0);
  const refused = cutter.end('endless.csv');
  expect(refused && describeProblem(refused)).toMatch(/endless\.csv.*first row alone has more than 32\.0 MB/);
});

test('a quote left open in rows that are not kept is named with its row', () => {
  const cutter = new RowCutter();
  const count = rowLimit + 500;
  cutter.push(Buffer.from(`a,b,c\n${'1,22,333\n'.repeat(count)}1,"never closed,3\n4,5,6\n`));
  expect(cutter.kept).toBe(6 + 9 * rowLimit);
  const refused = cutter.end('open.csv');
  expect(refused && describeProblem(refused)).toMatch(`opened in row ${count + 2} is never closed`);
});

test('more text than is kept ends with a whole row', () => {
  const cutter = new RowCutter();
  const row = Buffer.from(`${'1'.repeat(9_999_999)}\n`);
  for (let pushed = 0; pushed < 5; pushed++) cutter.push(row);
  expect(cutter.end('wide.csv')).toBeUndefined();
  expect([cutter.kept, cutter.rowsLeft]).toEqual([30_000_000, 2]);
});

test('of wide rows fewer are kept', () => {
  const { kept, rowsLeft } = cut([Buffer.from(`${'1,'.repeat(4999)}1\n`.repeat(1200))]);
  expect([kept / 10_000, rowsLeft]).toEqual([1001, 199]);
});

test('pieces of any size come to the same', () => {
  const bytes = Buffer.from(`a,b\n${'1,"x\ny"\n'.repeat(rowLimit)}5" wide,2\n3,4\nlast,1`);
  const whole = cut([bytes]);
  expect(whole.rowsLeft).toBe(3);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: bytes.length }), { maxLength: 5 }), (marks) => {
      const ends = [...new Set([...marks, bytes.length])].sort((a, b) => a - b);
      expect(cut(ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end)))).toEqual(whole);
    }),
    { numRuns: 10 },
  );
});
