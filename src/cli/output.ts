/** The program's standard output: a reader that has seen enough ends it quietly, a full disk with a sentence. */
import { systemProblem } from '#host/system-error';
import type { Problem } from '#shared/messages/problem';

/** `ended` is told once that nothing more can be written; with a problem unless the reader has gone. */
export function watchOutput(ended: (found: Problem | undefined) => void): void {
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    process.stdout.on('error', () => undefined);
    ended(error.code === 'EPIPE' ? undefined : systemProblem(error, 'output-not-written', 'The output'));
  });
}

/** Waits until everything printed is with the reader; false when it cannot be, which `ended` is told too. */
export async function isWritten(): Promise<boolean> {
  return new Promise((resolve) => {
    process.stdout.write('', (error) => {
      resolve(!error);
    });
  });
}

export function print(text: string): void {
  process.stdout.write(text);
}

export function printLine(line: object): void {
  print(`${JSON.stringify(line)}\n`);
}

export function printError(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
