/** CSV and TSV files to tables: delimiter, heading, types, the decimal sign and what is missing are guessed. */
import { fillShown } from '../messages/fill';
import { problem, type Problem } from '../messages/problem';
import { fileReasons, rowReasons } from '../messages/reasons';
import { columnLimit, guessDelimiter, isMissingWord, readCells } from './cells';
import { agreedDecimal, readColumn, surveyColumn, type ReadCell } from './columns';
import { areLabels, areRowNames, isHeading, isMixed } from './heading';
import { readNumber, readPlainly } from './numbers';
import type { Reading, Table } from './table';

export const rowLimit = 100_000;
/** Letters of a cell: as many as a spreadsheet keeps. */
const cellLimit = 32_767;

/** Errors: a problem with the row of what makes it no table. */
export function decodeTable(text: string, file: string, asked: Reading = {}): Table | Problem {
  const refuse = (reason: string): Problem => problem('data-unreadable', { file, reason });
  if (text.includes('\0')) return refuse(rowReasons.noText);
  const delimiter = guessDelimiter(text);
  const lines = readLines(text, delimiter);
  if (typeof lines === 'string') return refuse(lines);
  const [first, ...below] = lines;
  if (!first) return refuse(fileReasons.empty);
  const heading = asWideAs(below, first);
  if (heading.length < 2) return refuse(rowReasons.oneColumn);
  const isPlain = asked.decimal === 'each';
  const isHeaded = asked.isHeaded ?? (isPlain ? !first.some(isPlainNumber) : isHeading(heading, below));
  const names = isHeaded ? distinctNames(heading) : first.map((_, at) => `column ${at + 1}`);
  const all = (isHeaded ? below : lines).slice(0, rowLimit);
  if (all.length === 0) return refuse(rowReasons.headingAlone);
  const rows = all.filter((row) => row.length === names.length);
  const raggedAt = all.findIndex((row) => row.length !== names.length);
  const cells = all[raggedAt]?.length ?? 0;
  if (rows.length < 0.9 * all.length) {
    return refuse(fillShown(rowReasons.ragged, { row: raggedAt + 1, cells, first: names.length }));
  }
  const read: ReadCell = isPlain ? (cell) => readPlainly(cell, delimiter) : readNumber;
  const surveys = names.map((_, at) => surveyColumn(rows, at, read));
  const decimal = asked.decimal ?? agreedDecimal(surveys, delimiter);
  const columns = surveys.map((survey, at) => readColumn(names[at] ?? '', at, rows, survey, decimal));
  const ragged = { count: all.length - rows.length, row: raggedAt + 1, cells };
  const reading = { isHeaded, ...(decimal && { decimal }) };
  const labels =
    areLabels(heading) || (isHeaded && isMixed(first)) ? { labels: first.map((cell) => cell.trim()) } : {};
  return { rows: rows.length, columns, reading, ...labels, ...(ragged.count > 0 && { ragged }) };

  function isPlainNumber(cell: string): boolean {
    return readPlainly(cell.trim(), delimiter) !== undefined;
  }
}

/** The rows, or why they cannot be told apart. */
function readLines(text: string, delimiter: string): readonly string[][] | string {
  let open: number | undefined;
  const lines = readCells(text, delimiter, rowLimit + 1, (row) => (open = row));
  if (open !== undefined) return fillShown(rowReasons.openQuote, { row: open });
  const wide = lines.findLastIndex((row) => row.length > columnLimit);
  if (wide >= 0) return fillShown(rowReasons.columns, { row: wide + 1, limit: columnLimit });
  const long = lines.findIndex((row) => row.some((cell) => cell.length > cellLimit));
  return long < 0 ? lines : fillShown(rowReasons.cellTooLong, { row: long + 1, limit: cellLimit });
}

/** A first row without a name for the column of row names, or with an empty cell too many, as wide as the others. */
function asWideAs(below: readonly string[][], first: readonly string[]): readonly string[] {
  const width = below[0]?.length ?? first.length;
  if (below.some((row) => row.length !== width)) return first;
  if (first.length === width - 1 && width > 2 && areRowNames(below)) return ['', ...first];
  return first.slice(width).every(isMissingWord) ? first.slice(0, Math.max(width, 1)) : first;
}

/** Columns are told apart by their names. */
function distinctNames(heading: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return heading.map((cell, at) => {
    const name = cell.trim().slice(0, 80) || `column ${at + 1}`;
    let free = name;
    for (let copy = 2; taken.has(free); copy++) free = `${name} ${copy}`;
    taken.add(free);
    return free;
  });
}
