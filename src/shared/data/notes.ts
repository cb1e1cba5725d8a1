/** What a person should know of how rows were read and made ready, as sentences. */
import { problem, type Problem } from '../messages/problem';
import { columnReasons } from '../messages/reasons';
import { fill } from '../messages/fill';
import { listOf } from '../messages/list-of';
import { readNumber } from './numbers';
import { featuresOf, targetOf, type Preparation } from './preparation';
import { kindOf, missingIn, type CategoryColumn, type Column, type NumberColumn, type Table } from './table';

/** Of a table: its heading, its columns, the rows that do not fit. */
export function tableNotes(table: Table, preparation: Preparation): readonly Problem[] {
  const target = targetOf(table.columns, preparation);
  const features = featuresOf(table.columns, preparation);
  const used = target ? [...features, target] : features;
  const numbers = used.filter((column) => column.kind === 'number');
  return [
    ...headingNote(table),
    ...named('data-columns-left-out', leftOf(table.columns, used)),
    ...named('data-columns-as-words', features.filter(isCategory).map(wordsOf)),
    ...(target ? amongNumbers(target) : []),
    ...named('data-columns-with-signs', numbers.flatMap(signOf)),
    ...named('data-decimal-points', numbers.flatMap(loneIn('point'))),
    ...named('data-decimal-commas', numbers.flatMap(loneIn('comma'))),
    ...(table.ragged ? [problem('data-rows-ragged', { ...table.ragged, width: table.columns.length })] : []),
    ...used.flatMap(faultNote),
  ];
}

/** Without the columns that are left out there is none. */
export function noFeatures(columns: readonly Column[], target: Column | undefined): Problem {
  return problem('data-without-features', { columns: listOf(leftOf(columns, target ? [target] : [])) });
}

/** A column that cannot be used before someone says what is the decimal sign in it. */
export function unclearIn(columns: readonly Column[]): Problem | undefined {
  for (const { name, ...column } of columns) {
    if (column.kind !== 'number' || !column.lone || column.lone.decimal) continue;
    const { row, text, point, comma } = column.lone;
    const read = { kind: 'read-decimals', text } as const;
    return problem(
      'data-number-unclear',
      { column: name, row, text, point, comma },
      { ...read, decimal: 'comma', value: comma },
      { ...read, decimal: 'point', value: point },
    );
  }
  return undefined;
}

/** Which columns have gaps, and what becomes of them. */
export function gapNotes(columns: readonly Column[], left: number, drops: boolean): readonly Problem[] {
  const gaps = columns
    .map((column) => ({ name: column.name, count: missingIn(column) }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${name} ${count}`);
  const values = { count: left, gaps: listOf(gaps) };
  if (gaps.length === 0) return [];
  return [drops || left > 0 ? problem('data-rows-with-gaps', values) : problem('data-gaps-filled', values)];
}

export function faultNote(column: Column): readonly Problem[] {
  if (column.kind === 'category') return [];
  const { name, faded } = column;
  const notes = column.faults.slice(0, 1).map(({ row, text, isTooLarge }) => {
    const code = isTooLarge ? 'data-cell-too-large' : 'data-cell-no-number';
    return problem(code, { column: name, row, text });
  });
  return faded ? [...notes, problem('data-cell-too-small', { column: name, ...faded })] : notes;
}

function headingNote({ reading, labels }: Table): readonly Problem[] {
  if (!reading || !labels) return [];
  const code = reading.isHeaded ? 'data-heading-has-numbers' : 'data-first-row-has-numbers';
  return [problem(code, { cells: listOf(labels) }, { kind: 'read-heading', isHeaded: !reading.isHeaded })];
}

type Named = Extract<
  Problem['code'],
  | 'data-columns-left-out'
  | 'data-columns-as-words'
  | 'data-columns-with-signs'
  | 'data-decimal-points'
  | 'data-decimal-commas'
>;

function named(code: Named, columns: readonly string[]): readonly Problem[] {
  return columns.length > 0 ? [problem(code, { columns: listOf(columns) })] : [];
}

function leftOf(columns: readonly Column[], used: readonly Column[]): readonly string[] {
  return columns.filter((column) => !used.includes(column)).map(whyLeft);
}

/** Answers that would be numbers but for some words. */
function amongNumbers(target: Column): readonly Problem[] {
  if (target.kind === 'number' || !target.categories.some(readNumber)) return [];
  const word = (target.categories.find((each) => !readNumber(each)) ?? target.categories[0] ?? '').slice(
    0,
    40,
  );
  return [problem('data-answers-have-words', { name: target.name, word })];
}

/** What is not evident from the choice of whoever left it out. */
function whyLeft(column: Column): string {
  const { name } = column;
  if (column.kind === 'category') return wordsOf(column);
  const kind = kindOf(column);
  const reason =
    kind === 'empty' ? columnReasons.empty : kind === 'id-like' ? columnReasons.counts : undefined;
  return reason ? fill(columnReasons.because, { name, reason }) : name;
}

/** With the word that makes it one of words, where others are numbers. */
function wordsOf({ name, categories }: CategoryColumn): string {
  const word = categories.find((each) => !readNumber(each)) ?? categories[0];
  if (word === undefined) return fill(columnReasons.because, { name, reason: columnReasons.empty });
  return fill(columnReasons.words, { name, count: categories.length, word: word.slice(0, 40) });
}

function signOf({ name, sign }: NumberColumn): readonly string[] {
  return sign ? [fill(columnReasons.read, { name, ...sign })] : [];
}

function loneIn(decimal: 'point' | 'comma'): (column: NumberColumn) => readonly string[] {
  return ({ name, lone }) =>
    lone?.decimal === decimal
      ? [fill(columnReasons.read, { name, text: lone.text, value: lone[decimal] })]
      : [];
}

function isCategory(column: Column): column is CategoryColumn {
  return column.kind === 'category';
}
