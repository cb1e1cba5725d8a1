/** Reads ordinary files and nothing else, and writes files that nothing else can redirect. */
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { statIfThere } from '#host/file-identity';
import { readingProblem, systemCode, systemProblem } from '#host/system-error';
import { writeAtomically } from '#host/write-atomically';
import { problem, type Problem } from '#shared/messages/problem';
import { headLength, type FileStart } from '#shared/opening/file-start';
import { formatBytes } from '#shared/tensor/number-format';
import type { Place } from './protocol';

/** As much as a protobuf message, and so a model, can be. */
export const readLimit = 2 ** 31 - 1;

/** The whole file. Errors: a problem when it is missing, no ordinary file, too large or unreadable. */
export function readFile(place: Place, limit = readLimit): Uint8Array<ArrayBuffer> | Problem {
  return readOpened(place, (file, size) => {
    if (size <= limit) return readBytes(file, 0, size);
    return problem('file-too-large', {
      file: place.shown,
      size: formatBytes(size),
      limit: formatBytes(limit),
    });
  });
}

/** What tells what the file is. Errors: as `readFile`, but however large it is. */
export function readStart({ shown, path }: Place): FileStart | Problem {
  return readOpened({ shown, path }, (file, size) => ({
    ...{ file: shown, name: basename(path), size },
    head: readBytes(file, 0, Math.min(size, headLength)),
  }));
}

/** A range of the file; to its end without a length, undefined when the file is too short for it. */
export function readRange(
  place: Place,
  offset: number,
  length: number | undefined,
): Uint8Array<ArrayBuffer> | Problem | undefined {
  return readOpened(place, (file, size) => {
    const wanted = length ?? size - offset;
    const fits = [offset, wanted].every((number) => Number.isSafeInteger(number) && number >= 0);
    if (!fits || offset + wanted > size) return undefined;
    if (wanted <= readLimit) return readBytes(file, offset, wanted);
    return problem('file-too-large', {
      file: place.shown,
      size: formatBytes(wanted),
      limit: formatBytes(readLimit),
    });
  });
}

/** Looked at before it is opened, since opening a device can act on it, and after, since it may have been exchanged. */
function readOpened<T>(place: Place, read: (file: number, size: number) => T): T | Problem {
  const refuse = (): Problem => problem('file-not-regular', { file: place.shown });
  let file: number | undefined;
  try {
    if (!statSync(place.path).isFile()) return refuse();
    // Not on Windows, where a pipe is no path either.
    const nonBlocking = (constants.O_NONBLOCK as number | undefined) ?? 0;
    file = openSync(place.path, constants.O_RDONLY | nonBlocking);
    const found = fstatSync(file);
    return found.isFile() ? read(file, found.size) : refuse();
  } catch (error) {
    return readingProblem(error, place.shown);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** False also when it cannot be told: reading it then says why. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}

const chunkBytes = 2 ** 30;

function readBytes(file: number, offset: number, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    const length = readSync(file, bytes, at, Math.min(chunkBytes, size - at), offset + at);
    if (length === 0) break;
    at += length;
  }
  return at === size ? bytes : bytes.slice(0, at);
}

/** Makes a folder and those it is in. Errors: those of Node, whose own recursive way never ends below /proc. */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another program may have been quicker.
    if (!isFolder(path)) throw error;
  }
}

/** One of the files of a folder: takes the place of whatever had the name, so that no link or pipe left there is followed. Errors: those of Node. */
export function writeFresh(path: string, bytes: Uint8Array | string): void {
  rmSync(path, { force: true });
  const file = openSync(path, 'wx');
  try {
    const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    let at = 0;
    while (at < buffer.length) at += writeSync(file, buffer, at, Math.min(chunkBytes, buffer.length - at));
  } finally {
    closeSync(file);
  }
}

/** A file the person named, whole or not at all. Errors: a problem when it cannot be written. */
export async function writeOutput(
  { path, shown }: Place,
  bytes: Uint8Array | string,
): Promise<Problem | undefined> {
  try {
    const before = await statIfThere(path);
    if (before && !before.isFile()) return problem('file-not-regular', { file: shown });
    await writeAtomically(path, bytes);
    return undefined;
  } catch (error) {
    return systemProblem(error, 'output-not-written', shown);
  }
}
