/** Whether a file can be read, and what is said where it cannot. */
import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readingProblem } from '#host/system-error';
import { problem, type Problem } from '#shared/messages/problem';
import { fileLimit, tooLarge } from '#shared/tensor/file-limits';

/** Only ordinary files: a pipe or a device would never end. Errors: what keeps the file from being read. */
export async function lookAtFile(path: string, isReadWhole: boolean): Promise<BigIntStats | Problem> {
  const file = basename(path);
  try {
    const found = await stat(path, { bigint: true });
    if (!found.isFile()) return problem('file-not-regular', { file });
    return (isReadWhole && tooLarge(file, Number(found.size), fileLimit)) || found;
  } catch (error) {
    return readingProblem(error, file);
  }
}
