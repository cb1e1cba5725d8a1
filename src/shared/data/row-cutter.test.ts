/** However a file comes in, the same first rows are kept and the rest is counted. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isProblem } from '../messages/problem';
import { contentOf } from './content';
import { rowLimit } from './csv';
import { openWhole } from './open';
import { planFor } from './plan';
import { prepareData } from './prepare';
import { RowCutter } from './row-cutter';

function cut(pieces: readonly Uint8Array[]): { readonly kept: number; readonly rowsLeft: number } {
  const cutter = new RowCutter();
  const kept = pieces.reduce((sum, piece) => sum + cutter.push(piece), 0);
  cutter.end();
  return { kept, rowsLeft: cutter.rowsLeft };
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
