/** CSV and TSV files to tables: delimiter, heading, types and what is missing are guessed. */
import { fill } from '../messages/fill';
import { problem, type Problem } from '../messages/problem';
import { fileReasons, rowReasons } from '../messages/reasons';
import { parseNumber } from '../tensor/number-format';
import { guessDelimiter, readCells, type Delimiter } from './cells';
import { categoryColumn, type Column, type Table } from './table';

export const rowLimit = 100_000;
const columnLimit = 10_000;
/** Of the cells of a column that hold something, this share makes it one of numbers. */
const numberShare = 0.9;
const faultsNamed = 5;

/** Errors: a problem with the row of what makes it no table. */
export function decodeTable(text: string, file: string, isHeaded?: boolean): Table | Problem {
  const refuse = (reason: string): Problem => problem('data-unreadable', { file, reason });
  if (text.includes('\0')) return refuse(rowReasons.noText);
  const delimiter = guessDelimiter(text);
  const lines = readCells(text, delimiter, rowLimit + 1);
  const [first] = lines;
  if (!first) return refuse(fileReasons.empty);
  if (first.length < 2) return refuse(rowReasons.oneColumn);
  if (first.length > columnLimit) return refuse(fill(rowReasons.columns, { limit: columnLimit }));
  const hasHeading = isHeaded ?? first.every((cell) => toNumber(cell, delimiter) === undefined);
  const names = hasHeading ? distinctNames(first) : first.map((_, at) => `column ${at + 1}`);
  const all = (hasHeading ? lines.slice(1) : lines).slice(0, rowLimit);
  if (all.length === 0) return refuse(rowReasons.headingAlone);
  const rows = all.filter((row) => row.length === names.length);
  const raggedAt = all.findIndex((row) => row.length !== names.length);
  const cells = all[raggedAt]?.length ?? 0;
  if (rows.length < 0.9 * all.length) {
    return refuse(fill(rowReasons.ragged, { row: raggedAt + 1, cells, first: names.length }));
  }
  const columns = names.map((name, at) => readColumn(name, at, rows, delimiter));
  const ragged = { count: all.length - rows.length, row: raggedAt + 1, cells };
  return { rows: rows.length, columns, ...(ragged.count > 0 && { ragged }) };
}

/** What stands in a table for nothing. */
const missingWords = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', 'nil', '?', '-', '#n/a']);

export function isMissingWord(cell: string): boolean {
  return cell.length <= 4 && missingWords.has(cell.trim().toLowerCase());
}

function readColumn(name: string, at: number, rows: readonly string[][], delimiter: Delimiter): Column {
  const values = new Float64Array(rows.length).fill(Number.NaN);
  const faults: { row: number; text: string }[] = [];
  let numbers = 0;
  let words = 0;
  rows.forEach((cells, row) => {
    const cell = (cells[at] ?? '').trim();
    const value = toNumber(cell, delimiter);
    if (value !== undefined) {
      values[row] = value;
      numbers++;
    } else if (!isMissingWord(cell)) {
      words++;
      if (faults.length < faultsNamed) faults.push({ row: row + 1, text: cell.slice(0, 40) });
    }
  });
  if (words === 0 || numbers >= numberShare * (numbers + words)) {
    return { kind: 'number', name, values, faults };
  }
  const trimmed = rows.map((cells) => (cells[at] ?? '').trim());
  return categoryColumn(
    name,
    trimmed.map((cell) => (isMissingWord(cell) ? undefined : cell)),
  );
}

/** A comma is a decimal point where it does not part the cells; where it does, or beside a point, it groups digits. */
function toNumber(cell: string, delimiter: Delimiter): number | undefined {
  const start = cell.charCodeAt(cell.search(/\S/));
  // Most words are told by their first letter.
  if (!(start >= 0x2b && start <= 0x39) && start !== 0x2212) return undefined;
  const text = cell.trim();
  const [group, point] = delimiter === ',' ? [',', '.'] : ['.', ','];
  const isGrouped = text.includes(group) && (delimiter === ',' || text.includes(point));
  if (!isGrouped) return parseNumber(text);
  const groups = delimiter === ',' ? /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/ : /^[+-]?\d{1,3}(\.\d{3})+,\d*$/;
  return groups.test(text) ? parseNumber(text.replaceAll(group, '')) : undefined;
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
