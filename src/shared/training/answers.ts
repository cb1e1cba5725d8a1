/** What a network's answers come to beside the right ones: which classes are mixed up, which rows are most wrong. */
import type { DataSet } from '../data/data-set';

/** What the network says of some rows. */
export interface Answers {
  /** [rows, width], row-major. */
  readonly values: Float32Array;
  readonly width: number;
  readonly areProbabilities: boolean;
}

/** One row beside what the network says of it. */
export interface Judged {
  readonly row: number;
  /** A class index, or the number itself. */
  readonly target: number;
  readonly answer: number;
  /** How sure of its class, from 0 to 1 where it says so; of a number, how far off it is. */
  readonly certainty: number;
  readonly isRight: boolean;
}

/** A row at a time. Of classes the largest number wins; a single probability is that of the second of two classes. */
export function judge({ values, width, areProbabilities }: Answers, data: DataSet): Judged[] {
  const isClass = data.classes.length > 0 && (width > 1 || areProbabilities);
  return Array.from(data.targets, (target, row) => {
    const said = values.subarray(row * width, (row + 1) * width);
    if (!isClass) {
      const answer = said[0] ?? Number.NaN;
      return { row, target, answer, certainty: Math.abs(answer - target), isRight: false };
    }
    const answer = width === 1 ? Number((said[0] ?? 0) > 0.5) : largestAt(said);
    const certainty = width === 1 ? Math.max(said[0] ?? 0, 1 - (said[0] ?? 0)) : (said[answer] ?? Number.NaN);
    return { row, target, answer, certainty, isRight: answer === target };
  });
}

function largestAt(values: Float32Array): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if ((values[at] ?? 0) > (values[best] ?? 0)) best = at;
  return best;
}

/** Rows by right class (first index) and answered class (second). */
export function confusion(judged: readonly Judged[], classes: number): Judged[][][] {
  const cells = Array.from({ length: classes }, () => Array.from({ length: classes }, (): Judged[] => []));
  for (const row of judged) cells[row.target]?.[row.answer]?.push(row);
  return cells;
}

/** The wrong rows the network is surest of; of numbers, those it is furthest off. */
export function worst(judged: readonly Judged[], count: number): Judged[] {
  return judged
    .filter(({ isRight }) => !isRight)
    .sort((a, b) => b.certainty - a.certainty)
    .slice(0, count);
}
