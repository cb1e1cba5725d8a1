/** What an answer to a hostile file may be: it opens, or a sentence says what is wrong with which file. */
import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Case } from './mutate';

/** Words of programs, not of sentences. */
const machine =
  /Expected|Invalid|undefined|\bNaN\b|\[object|(?<!\\u)\{\w+\}|Error:|\bat \S+:\d+:\d+|TypeError|RangeError/;
const longest = 1000;

/** What is wrong with a sentence of refusal; undefined for one that will do. */
export function faultOfSentence(sentence: string, file: string): string | undefined {
  if (machine.test(sentence)) return `speaks as a program: ${sentence.slice(0, 300)}`;
  if (/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(sentence)) return 'holds what is no letter';
  if (sentence.length > longest) return `has ${sentence.length} letters`;
  if (!sentence.includes(file)) return `does not name ${file}: ${sentence.slice(0, 300)}`;
  return /[.!?]$/.test(sentence) ? undefined : `is no sentence: ${sentence.slice(0, 300)}`;
}

/** The file on disk; one that is grown takes no room there. */
export function writeCase({ name, kind, bytes, grown }: Case, folder: string): string {
  const file = path.join(folder, `${name}.${kind}`);
  writeFileSync(file, bytes);
  if (grown !== undefined) truncateSync(file, grown);
  return file;
}

export interface Finding {
  readonly file: string;
  readonly what: string;
}

/** What is found, how many were opened and refused, and how long the slowest took. */
export interface Outcome {
  readonly findings: readonly Finding[];
  readonly opened: number;
  readonly refused: number;
  readonly slowest: readonly (readonly [file: string, ms: number])[];
  readonly megabytes: number;
}

export function slowestOf(times: ReadonlyMap<string, number>): Outcome['slowest'] {
  return [...times].sort(([, one], [, other]) => other - one).slice(0, 5);
}
