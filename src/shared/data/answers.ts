/** The target column as classes or as numbers. */
import { problem, type Problem } from '../messages/problem';
import type { Preparation } from './preparation';
import type { Column } from './table';

export interface Answers {
  /** Names of the classes by index; empty when numbers are predicted. */
  readonly classes: readonly string[];
  /** Class index or number of a row. */
  readonly at: (row: number) => number;
}

const classLimit = 1000;

/** Words are classes, and so are numbers when they count 0, 1, 2, ..., or when that is asked for. */
export function answersOf(target: Column, { answer }: Preparation): Answers | Problem {
  const { name } = target;
  if (target.kind === 'category') {
    if (answer === 'number')
      return problem('data-target-has-words', { name }, { kind: 'take-as', answer: 'class' });
    if (target.categories.length > classLimit)
      return problem('data-too-many-classes', { name, count: target.categories.length });
    return { classes: target.categories, at: (row) => target.codes[row] ?? -1 };
  }
  const { values } = target;
  const asNumbers: Answers = { classes: [], at: (row) => values[row] ?? Number.NaN };
  if (answer === 'number') return asNumbers;
  const distinct = new Set<number>();
  for (const value of values) {
    if (!Number.isNaN(value)) distinct.add(value);
    if (distinct.size <= classLimit) continue;
    return answer === 'class'
      ? problem(
          'data-too-many-classes',
          { name, count: distinct.size },
          { kind: 'take-as', answer: 'number' },
        )
      : asNumbers;
  }
  const sorted = [...distinct].sort((a, b) => a - b);
  const isCounted = sorted.every((value, at) => value === at);
  if (answer !== 'class' && !isCounted) return asNumbers;
  const codes = new Map(sorted.map((value, at) => [value, at]));
  return { classes: sorted.map(String), at: (row) => codes.get(values[row] ?? Number.NaN) ?? -1 };
}
