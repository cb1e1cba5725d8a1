/** Whether a file can be read, and what is said where it cannot. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { systemReasons } from '#shared/messages/files';
import { problem, type Problem } from '#shared/messages/problem';
import { formatBytes } from '#shared/tensor/number-format';

/** Of files that are read whole. */
const sizeLimit = 1_000_000_000;

/** In bytes. Only ordinary files: a pipe or a device would never end. Errors: what keeps the file from being read. */
export async function sizeOfFile(path: string, isReadWhole: boolean): Promise<number | Problem> {
  const file = basename(path);
  try {
    const found = await stat(path);
    if (!found.isFile()) return problem('file-not-regular', { file });
    if (isReadWhole && found.size > sizeLimit) {
      return problem('file-too-large', {
        file,
        size: formatBytes(found.size),
        limit: formatBytes(sizeLimit),
      });
    }
    return found.size;
  } catch (error) {
    return asProblem(error, file);
  }
}

/** Why a file could not be read. */
export function asProblem(error: unknown, file: string): Problem {
  const code = codeOf(error) === 'ENOENT' ? 'file-not-found' : 'file-unreadable';
  return problem(code, { file, reason: reasonOf(error) });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** In words, by the code of the system. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return systemReasons[code] ?? (code || String(error));
}
