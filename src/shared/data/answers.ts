/** The target column as classes or as numbers. */
import { problem, type Problem } from '../messages/problem';
import type { Preparation } from './preparation';
import type { Column } from './table';

/** What the right answers are. */
export type AnswerKind = 'class' | 'number';

export interface Answers {
  /** Names of the classes by index; empty when numbers are predicted. */
  readonly classes: readonly string[];
  /** Class index or number of a row. */
  readonly at: (row: number) => number;
  /** What a person should know about how they were taken. */
  readonly notes: readonly Problem[];
}

/** More are not told apart. */
export const classLimit = 1000;

/**
 * Words are classes. Numbers are what is asked for; where nothing is, they are what the loss wants, if they can be:
 * few whole numbers can be classes, and those that count 0, 1, 2, ... are such whoever asks, unless they are more than two
 * and numbers are wanted.
 */
export function answersOf(
  target: Column,
  { answer }: Preparation,
  wanted: AnswerKind | undefined,
): Answers | Problem {
  const { name } = target;
  if (target.kind === 'category') {
    if (answer === 'number')
      return problem('data-target-has-words', { name }, { kind: 'take-as', answer: 'class' });
    if (target.categories.length > classLimit)
      return problem('data-too-many-classes', { name, count: target.categories.length });
    return { classes: target.categories, at: (row) => target.codes[row] ?? -1, notes: [] };
  }
  const { values } = target;
  const asNumbers: Answers = { classes: [], at: (row) => values[row] ?? Number.NaN, notes: [] };
  if (answer === 'number') return asNumbers;
  const distinct = distinctIn(values);
  if (distinct.length > classLimit) {
    if (answer !== 'class') return asNumbers;
    const found = { name, count: distinct.length };
    return problem('data-too-many-classes', found, { kind: 'take-as', answer: 'number' });
  }
  const isCounted = distinct.every((value, at) => value === at);
  const isWanted = wanted === 'class' && areFew(distinct, values);
  const codes = new Map(distinct.map((value, at) => [value, at]));
  const asClasses: Answers = {
    classes: distinct.map(String),
    at: (row) => codes.get(values[row] ?? Number.NaN) ?? -1,
    notes: [],
  };
  if (answer === 'class' || (isCounted && (wanted !== 'number' || distinct.length < 3))) return asClasses;
  if (!isWanted) return asNumbers;
  const shown = distinct.slice(0, 6).join(', ') + (distinct.length > 6 ? ', …' : '');
  const note = problem('data-answers-are-classes', { name, shown }, { kind: 'take-as', answer: 'number' });
  return { ...asClasses, notes: [note] };
}

/** Whether numbers may well be the names of classes: whole, and each of them the answer of several rows. */
function areFew(distinct: readonly number[], values: Float64Array): boolean {
  const rows = values.reduce((count, value) => count + Number(!Number.isNaN(value)), 0);
  return distinct.every(Number.isInteger) && (distinct.length <= 2 || 2 * distinct.length <= rows);
}

/** In order, and no more than are needed to know that they are too many. */
function distinctIn(values: Float64Array): readonly number[] {
  const distinct = new Set<number>();
  for (const value of values) {
    if (!Number.isNaN(value)) distinct.add(value);
    if (distinct.size > classLimit) break;
  }
  return [...distinct].sort((a, b) => a - b);
}
