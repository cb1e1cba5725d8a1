/** Whether a file can be read, and what is said where it cannot. */
import type { BigIntStats } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readingProblem } from '#host/system-error';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { headLength, type FileStart } from '#shared/opening/file-start';
import { whatFolderIs, whatItIs } from '#shared/opening/what-it-is';
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

/** The same for what is to be opened. A folder, and what is too large for a network, may be something else altogether. */
export async function lookAtNetwork(path: string): Promise<BigIntStats | Problem> {
  const found = await lookAtFile(path, true);
  if (!isProblem(found)) return found;
  if (found.code === 'file-not-regular') return (await whatFolder(path)) ?? found;
  if (found.code !== 'file-too-large') return found;
  const start = await startOf(path);
  return isProblem(start) ? start : (whatItIs(start) ?? found);
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
