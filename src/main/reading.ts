/** Whether a file can be read, and what is said where it cannot. */
import type { BigIntStats } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readingProblem } from '#host/system-error';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { headLength, type FileStart } from '#shared/opening/file-start';
import { isNetwork, whatFolderIs, whatItIs } from '#shared/opening/what-it-is';
import { fileLimit, modelFileLimit, tooLarge } from '#shared/tensor/file-limits';

/** Only ordinary files: a pipe or a device would never end. Errors: what keeps the file from being read. */
export async function lookAtFile(path: string, limit = Infinity): Promise<BigIntStats | Problem> {
  const file = basename(path);
  try {
    const found = await stat(path, { bigint: true });
    if (!found.isFile()) return problem('file-not-regular', { file });
    return tooLarge(file, Number(found.size), limit) ?? found;
  } catch (error) {
    return readingProblem(error, file);
  }
}

/** The same for what is to be opened. A folder, and what is too large for a network, may be something else altogether. */
export async function lookAtNetwork(path: string): Promise<BigIntStats | Problem> {
  const found = await lookAtFile(path);
  if (isProblem(found))
    return found.code === 'file-not-regular' ? ((await whatFolder(path)) ?? found) : found;
  const size = Number(found.size);
  if (size <= fileLimit) return found;
  const start = await startOf(path);
  if (isProblem(start)) return start;
  const limit = isNetwork(start.head, start.name) ? fileLimit : modelFileLimit;
  return whatItIs(start) ?? tooLarge(start.file, size, limit) ?? found;
}

/** Undefined where it is none, and where nothing tells what it is. */
async function whatFolder(path: string): Promise<Problem | undefined> {
  const name = basename(path);
  try {
    const found = await stat(path);
    return found.isDirectory() ? whatFolderIs(name, await readdir(path)) : undefined;
  } catch (error) {
    return readingProblem(error, name);
  }
}

/** What tells what an ordinary file is. Errors: what keeps it from being read. */
export async function startOf(path: string): Promise<FileStart | Problem> {
  const name = basename(path);
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const { buffer, bytesRead } = await file.read(new Uint8Array(headLength), 0, headLength, 0);
      return { file: name, name, head: buffer.subarray(0, bytesRead), size };
    } finally {
      await file.close();
    }
  } catch (error) {
    return readingProblem(error, name);
  }
}
