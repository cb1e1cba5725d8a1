/** A table as it was read: columns of numbers or of words, with what is missing left open. */
import type { Decimal } from './numbers';

/** How a text is read where it could be read in more than one way; guessed, or asked for, where it is not said. */
export interface Reading {
  /** Whether its first row names the columns. */
  readonly isHeaded?: boolean;
  /** What parts a number from its decimals; `each` where every cell is read for itself. */
  readonly decimal?: Decimal | 'each';
}

export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  /** NaN where a row has none. */
  readonly values: Float64Array;
  /** The first cells that should be numbers and are not: they count as missing. */
  readonly faults: readonly { readonly row: number; readonly text: string; readonly isTooLarge?: boolean }[];
  /** The first cell that is so near zero that it counts as zero. */
  readonly faded?: { readonly row: number; readonly text: string };
  /** The first cell that has more than digits to it: a unit, or brackets for a minus. */
  readonly sign?: { readonly text: string; readonly value: number };
  /** Where the column does not show its decimal sign: the first cell it matters to, and the sign of the whole table. */
  readonly lone?: {
    readonly row: number;
    readonly text: string;
    readonly point: number;
    readonly comma: number;
    readonly decimal?: Decimal;
  };
}

export interface CategoryColumn {
  readonly kind: 'category';
  readonly name: string;
  /** Index of each row's category; -1 where a row has none. */
  readonly codes: Int32Array;
  /** In natural order. */
  readonly categories: readonly string[];
}

export type Column = NumberColumn | CategoryColumn;

export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
  /** How it was read, where it was read from a text. */
  readonly reading?: Reading & { readonly isHeaded: boolean };
  /** Its first row, where that has numbers that may be names of columns. */
  readonly labels?: readonly string[];
  /** Rows with too few or too many cells, which were left out: how many, and the first. */
  readonly ragged?: { readonly count: number; readonly row: number; readonly cells: number };
}

export type ColumnKind = 'number' | 'category' | 'id-like' | 'empty';

/** What a column is, as it is shown: an id tells rows apart and says nothing about them. */
export function kindOf(column: Column): ColumnKind {
  return describeColumn(column).kind;
}

function kindBy(column: Column, missing: number): ColumnKind {
  const { length } = column.kind === 'number' ? column.values : column.codes;
  if (missing === length) return 'empty';
  if (column.kind === 'category') {
    const distinct = column.categories.length;
    return distinct > 20 && distinct > 0.5 * (length - missing) ? 'id-like' : 'category';
  }
  return length > 2 && missing === 0 && isCount(column.values) ? 'id-like' : 'number';
}

/** 0, 1, 2, ... or 1, 2, 3, ... down the rows. */
function isCount(values: Float64Array): boolean {
  const first = values[0] ?? Number.NaN;
  return (first === 0 || first === 1) && values.every((value, row) => value === first + row);
}

/** What is said of a column: a large one is gone through once. */
const described = new WeakMap<Column, Description>();

export function missingIn(column: Column): number {
  return describeColumn(column).missing;
}

function countMissing(column: Column): number {
  let missing = 0;
  const { length } = column.kind === 'number' ? column.values : column.codes;
  for (let row = 0; row < length; row++) if (isMissing(column, row)) missing++;
  return missing;
}

export function isMissing(column: Column, row: number): boolean {
  return column.kind === 'number' ? Number.isNaN(column.values[row]) : (column.codes[row] ?? -1) < 0;
}

/** A cell as it is shown; empty where it is missing. */
export function cellText(column: Column, row: number): string {
  if (isMissing(column, row)) return '';
  if (column.kind === 'number') return String(column.values[row]);
  return column.categories[column.codes[row] ?? -1] ?? '';
}

export interface Description {
  readonly kind: ColumnKind;
  readonly missing: number;
  readonly numbers?: { readonly low: number; readonly high: number; readonly mean: number };
}

export function describeColumn(column: Column): Description {
  const found = described.get(column) ?? describe(column);
  described.set(column, found);
  return found;
}

/** What was found out about a column elsewhere. */
export function rememberDescription(column: Column, description: Description): void {
  described.set(column, description);
}

function describe(column: Column): Description {
  const missing = countMissing(column);
  const kind = kindBy(column, missing);
  if (column.kind !== 'number' || kind === 'empty') return { kind, missing };
  let [low, high, sum] = [Infinity, -Infinity, 0];
  for (const value of column.values) {
    if (Number.isNaN(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
  }
  return { kind, missing, numbers: { low, high, mean: sum / (column.values.length - missing) } };
}

/** Words in natural order, with the place of each row's among them. */
export function categoryColumn(name: string, words: readonly (string | undefined)[]): CategoryColumn {
  const known = new Set(words.filter((word) => word !== undefined));
  const categories = [...known].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const codes = new Map(categories.map((category, at) => [category, at]));
  return {
    kind: 'category',
    name,
    codes: Int32Array.from(words, (word) => (word === undefined ? -1 : (codes.get(word) ?? -1))),
    categories,
  };
}
