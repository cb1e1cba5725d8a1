/** Whether the first row of a table names its columns: judged against the rows below. */
import { isMissingWord } from './cells';
import { readNumber } from './numbers';

/** So many rows below are looked at, fewer where there are many columns. */
const sample = { rows: 1000, cells: 200_000, least: 20 };
const mostly = 0.9;

interface Judged {
  readonly text: string;
  /** Undefined where it is a word, or has a unit that nothing below it has. */
  readonly value: number | undefined;
  /** What stands below it: the numbers, and whether nearly all of them are written with a decimal sign. */
  readonly numbers: readonly number[];
  readonly haveDecimals: boolean;
  readonly words: readonly string[];
}

export function isHeading(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const below = rows.slice(0, Math.min(sample.rows, Math.max(sample.least, sample.cells / first.length)));
  const columns = first.map((cell, at) =>
    judge(
      cell.trim(),
      below.map((row) => (row[at] ?? '').trim()),
    ),
  );
  const votes = columns.filter(({ value }) => value === undefined).map(voteOf);
  const [names, values] = ['name', 'value'].map((each) => votes.filter((vote) => vote === each).length);
  const numbers = columns.filter(({ value }) => value !== undefined);
  if (numbers.length === 0) return (names ?? 0) >= (values ?? 0);
  if ((values ?? 0) === 0 && (names ?? 0) > first.length / 2) return true;
  if ((values ?? 0) > 0) return false;
  // A word that is new above words that recur, or above numbers, is no value of a row.
  if ((names ?? 0) > 0) return new Set(numbersIn(first)).size === numbers.length;
  if (!areLabels(first)) return false;
  if (numbers.some(continuesBelow)) return false;
  const [next = []] = below;
  if (numbers.length > 2 && countsUp(numbersIn(first)) && !countsUp(numbersIn(next))) return true;
  return numbers.length > 1 && numbers.filter(isUnlikeBelow).length >= numbers.length / 2;
}

/** Whether the first column of rows names them: each by a name of its own, or counted. */
export function areRowNames(rows: readonly (readonly string[])[]): boolean {
  const names = rows.map(([name = '']) => name.trim());
  const numbers = numbersIn(names);
  if (numbers.length > 0) return numbers.length === names.length && countsUp(numbers);
  return new Set(names).size === names.length;
}

/** Whether a row holds both numbers and words: as a heading it is worth a word. */
export function isMixed(row: readonly string[]): boolean {
  const held = row.map((cell) => cell.trim()).filter((cell) => !isMissingWord(cell));
  const numbers = held.filter((cell) => readNumber(cell) !== undefined).length;
  return numbers > 0 && numbers < held.length;
}

/** Whether the numbers in a row may be names: years, or numbers with one step between them. */
export function areLabels(row: readonly string[]): boolean {
  const numbers = numbersIn(row);
  const cells = row.map((cell) => cell.trim()).filter((cell) => readNumber(cell) !== undefined);
  if (numbers.length === 0 || new Set(numbers).size < numbers.length) return false;
  const areWhole = cells.every((cell) => /^\d+(\.0)?$/.test(cell));
  if (areWhole && numbers.every((value) => value >= 1500 && value <= 2200)) return true;
  if (areWhole && countsUp(numbers)) return true;
  const [a = 0, b = 0] = numbers;
  const isEven = numbers.every(
    (value, at) => Math.abs(a + at * (b - a) - value) < 1e-6 * Math.abs(value) + 1e-9,
  );
  return numbers.length > 3 && isEven;
}

function numbersIn(row: readonly string[]): readonly number[] {
  return row.flatMap((cell) => valueIn(cell.trim()) ?? []);
}

function countsUp(numbers: readonly number[]): boolean {
  return numbers.every((value, at) => value === (numbers[0] ?? 0) + at);
}

/** For comparing alone: whichever way it can be read. */
function valueIn(cell: string): number | undefined {
  const found = readNumber(cell);
  return found && (Number.isNaN(found.point) ? found.comma : found.point);
}

function judge(text: string, below: readonly string[]): Judged {
  const held = below.filter((cell) => !isMissingWord(cell));
  const numbers = held.flatMap((cell) => valueIn(cell) ?? []);
  const areNumbers = numbers.length >= mostly * held.length;
  const decimals = held.filter((cell) => /\d[.,]\d/.test(cell)).length;
  const unit = readNumber(text)?.unit ?? '';
  const isOne = unit === '' || held.some((cell) => readNumber(cell)?.unit === unit);
  return {
    text,
    value: isOne ? valueIn(text) : undefined,
    numbers: areNumbers ? numbers : [],
    haveDecimals: decimals >= mostly * held.length,
    words: areNumbers ? [] : held,
  };
}

/**
 * A word above numbers is a name, one that stands below as well is none; above words that recur it is a new one. Nothing
 * above the numbers of the rows is a name, too.
 */
function voteOf({ text, numbers, words }: Judged): 'name' | 'value' | undefined {
  if (isMissingWord(text)) return text === '' && numbers.length > 1 && countsUp(numbers) ? 'name' : undefined;
  if (numbers.length > 0) return 'name';
  if (words.includes(text)) return 'value';
  return new Set(words).size <= words.length / 2 && words.length > 0 ? 'name' : undefined;
}

function isUnlikeBelow({ value = 0, numbers, words, haveDecimals }: Judged): boolean {
  if (numbers.length + words.length < 3) return false;
  if (numbers.length === 0 || haveDecimals) return true;
  const [low, high] = rangeOf(numbers);
  const distance = Math.max(low - value, value - high);
  return distance > Math.max(high - low, 0.1 * Math.abs(high));
}

/** The first of numbers that only rise, or only fall, is one of them. */
function continuesBelow({ value = 0, numbers }: Judged): boolean {
  const steps = numbers.map((number, at) => number - (at === 0 ? value : (numbers[at - 1] ?? 0)));
  if (steps.length < 3 || !(steps.every((step) => step > 0) || steps.every((step) => step < 0))) return false;
  const [first = 0, ...others] = steps.map(Math.abs);
  return first <= 2 * rangeOf(others)[1];
}

function rangeOf(numbers: readonly number[]): readonly [number, number] {
  return numbers.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}
