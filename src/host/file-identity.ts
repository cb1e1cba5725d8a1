/** Which file was read or written last, so that what another program did to it since is noticed. */
import { createHash } from 'node:crypto';
import { createReadStream, type BigIntStats } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import * as v from 'valibot';
import { isMissing, systemCode } from './system-error';

/** As it can be kept between starts. */
export const fileIdentitySchema = v.object({ stamp: v.string(), hash: v.string() });
export type FileIdentity = v.InferOutput<typeof fileIdentitySchema>;

export type FileDifference = 'changed' | 'removed' | 'not-a-file';

/** What a file is to hold: in memory, or piece by piece as it comes. */
export type Content = Uint8Array | AsyncIterable<Uint8Array>;

const pieceBytes = 1_000_000;

/** Worked out while the bytes of a file go by. */
export class Identifying {
  readonly #hash = createHash('sha256');

  push(piece: Uint8Array): void {
    this.#hash.update(piece);
  }

  /** The same bytes, as they go by: of what is in memory with a pause after each piece, in which others get their turn. */
  async *through(content: Content): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const piece of content instanceof Uint8Array ? piecesOf(content) : content) {
      this.push(piece);
      yield piece;
    }
  }

  /** `found` is how the file was before they did, or once they were written. */
  end(found: BigIntStats): FileIdentity {
    return { stamp: stampOf(found), hash: this.#hash.digest('hex') };
  }
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    yield bytes.subarray(at, at + pieceBytes);
    await setImmediate();
  }
}

/**
 * How the file differs from the one that is known. One that was only touched, or replaced by its like, does not: its
 * new identity is answered, so that it need not be read again. Errors: those of the file system.
 */
export async function compareFile(path: string, known: FileIdentity): Promise<FileDifference | FileIdentity> {
  try {
    const found = await stat(path, { bigint: true });
    if (!found.isFile()) return 'not-a-file';
    if (stampOf(found) === known.stamp) return known;
    const identifying = new Identifying();
    for await (const piece of createReadStream(path)) identifying.push(piece as Buffer);
    const identity = identifying.end(found);
    return identity.hash === known.hash ? identity : 'changed';
  } catch (error) {
    if (isMissing(error)) return 'removed';
    throw error;
  }
}

/** Undefined when there is none. Errors: those of the file system. */
export async function statIfThere(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Whether someone protected a file that is there: its rights say so also to an administrator, who could write it. */
export async function isReadOnly(path: string): Promise<boolean> {
  try {
    if (((await stat(path)).mode & 0o222) === 0) return true;
    await access(path, constants.W_OK);
    return false;
  } catch (error) {
    if (isMissing(error)) return false;
    if (/^(EACCES|EPERM)$/.test(systemCode(error) ?? '')) return true;
    throw error;
  }
}

/** A file copied over it may have its size and time, even its inode; when it was put there it does not choose. */
export function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}
