/** Reads a whole file that somebody else may have put there. */
import { readFile, stat } from 'node:fs/promises';

/** Errors: those of the file system, and one like them for a pipe or a device, which would be waited for without end. */
export async function readOrdinary(path: string): Promise<Buffer<ArrayBuffer>> {
  const found = await stat(path);
  // What a folder answers says that it is one.
  if (!found.isFile() && !found.isDirectory()) throw Object.assign(new Error(path), { code: 'NOT_ORDINARY' });
  return readFile(path);
}
