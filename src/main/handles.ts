/** Stand for paths in the window, each for one purpose: what is given to be read can never be written. */
import { randomUUID } from 'node:crypto';
import type { FileIdentity } from '#host/file-identity';

export interface KnownFile {
  readonly path: string;
  /** What it was when it was read or written last; undefined while nobody knows. */
  identity?: FileIdentity | undefined;
  /** How it was when it was read, as well as what lies beside it, by its place; its own is empty. */
  read?: Map<string, string>;
  /** The person has just chosen it to be written: what is there may be replaced, once. */
  isChosen?: boolean;
}

/** `recent` may be opened, `model`, `part` and `rows` are read, `document` is read and may be saved back. */
type Purpose = 'recent' | 'model' | 'part' | 'rows' | 'document';

export class Handles {
  readonly #given = new Map<string, { readonly purpose: Purpose; readonly file: KnownFile }>();

  /** Another each time: what one that is open was must not be forgotten because it is read again. */
  give(purpose: Purpose, file: KnownFile): string {
    const handle = randomUUID();
    this.#given.set(handle, { purpose, file });
    return handle;
  }

  /** Errors: RangeError for a handle that was never given for this. */
  take(handle: string, ...purposes: readonly Purpose[]): KnownFile {
    const given = this.#given.get(handle);
    if (given && purposes.includes(given.purpose)) return given.file;
    throw new RangeError('no such handle');
  }
}
