/** Sentences for a terminal: one line each, whatever names are in them. */
import { systemReason } from '#host/system-error';
import { plain } from '#shared/messages/fill';
import { describeProblem, type Problem, type Repair } from '#shared/messages/problem';
import { describeRepair } from '#shared/messages/repairs';
import type { Job } from './protocol';

/** A problem of a job in words, in one line. */
export function sentenceFor(job: Job, found: Problem): string {
  if (job.kind === 'probe') return plain(describeProblem(found));
  // Rows to train on can be read in other ways, by other options.
  const describe = job.kind === 'train' ? sentenceToType : sentenceOf;
  // Of two models a problem says which it is about.
  return describe(found, String(found.values['about'] ?? job.model.shown));
}

/** A problem's sentence, led by the model it is about where it names no file. */
export function sentenceOf(found: Problem, model: string): string {
  const sentence = describeProblem(found);
  return plain('file' in found.values ? sentence : `${model}: ${sentence}`);
}

/** The same, and what to type for each of its repairs that can be typed. */
export function sentenceToType(found: Problem, model: string): string {
  const options = found.repairs.flatMap((repair) => {
    const option = optionOf(repair);
    return option === undefined ? [] : [`${option}: ${describeRepair(repair)}.`];
  });
  return plain([sentenceOf(found, model), ...options].join(' '));
}

function optionOf(repair: Repair): string | undefined {
  switch (repair.kind) {
    case 'read-decimals':
      return `--decimal ${repair.decimal}`;
    case 'read-heading':
      return `--heading ${repair.isHeaded ? 'yes' : 'no'}`;
    case 'take-as':
      return `--answer ${repair.answer === 'class' ? 'classes' : 'numbers'}`;
    default:
      return undefined;
  }
}

/** Text of at most `length` letters. */
export function cut(text: string, length: number): string {
  const letters = Array.from(text);
  return letters.length > length ? `${letters.slice(0, length - 1).join('')}…` : text;
}

/** What went wrong in Node, in a few words. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return systemReason(error) ?? plain((text.split('\n')[0] ?? '').replace(/[.\s]+$/, ''));
}
