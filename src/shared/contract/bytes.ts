/**
 * What a worker of the window and the main process say to each other over their port: the bytes of files, piece by
 * piece. They never pass the window's own thread, which a large file would stop.
 */
import * as v from 'valibot';
import type { Problem } from '../messages/problem';
import { fileName, overwritable, type Difference } from './desktop';
import type { Reply } from './engine';

/** Bytes a message carries at most: small enough that no thread is held up by one. */
export const pieceSize = 4_000_000;

const id = v.number();
const handle = v.pipe(v.string(), v.uuid());
/** SHA-256 of what a part of unsaved work holds, by which it is called. */
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** A file the person chose, to be replaced despite what they were asked about, or a part of unsaved work. */
const target = v.union([
  v.object({ handle, despite: v.array(v.picklist(overwritable)) }),
  v.object({ part: hash }),
]);
export type WriteTarget = v.InferOutput<typeof target>;

/** Letters of its name. */
export const besideLimit = 1000;

/** A stretch of a file that lies beside another; to its end without a length. */
const beside = v.object({
  location: v.pipe(v.string(), v.maxLength(besideLimit)),
  offset: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  length: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
});
export type Beside = v.InferOutput<typeof beside>;

/** All of a file, of a model more than of others; of a table as many rows as are kept; or one that lies beside it. */
const readAs = v.union([v.picklist(['file', 'model', 'rows']), beside]);
export type ReadAs = v.InferOutput<typeof readAs>;

/** Unsaved work: which file it belongs to, and the parts that the files in its .loom are made of. */
export const keptWork = v.object({
  name: v.nullable(fileName),
  handle: v.nullable(handle),
  files: v.record(v.string(), v.array(hash)),
});
export type KeptWork = v.InferOutput<typeof keptWork>;

/** Null when all of it is on the disk; else what there is to be decided first, and nothing was written. */
export type Written = Reply<Difference | null>;

export const byteRequest = v.variant('kind', [
  /** Opens a file the person chose. */
  v.object({ kind: v.literal('read'), id, handle, as: readAs }),
  /** Asks for the next piece: a reader that is behind is not overrun. */
  v.object({ kind: v.literal('next'), id }),
  /** Begins to write: each piece is asked for, so that main is not overrun, either. */
  v.object({ kind: v.literal('write'), id, target }),
  v.object({ kind: v.literal('piece'), id, bytes: v.instance(Uint8Array) }),
  /** There are no more pieces: the file takes the place of the one before. */
  v.object({ kind: v.literal('end'), id }),
  /** From now on this is the unsaved work, all of it or, where that fails, what was before. */
  v.object({ kind: v.literal('keep'), id, work: keptWork }),
]);
export type ByteRequest = v.InferOutput<typeof byteRequest>;

export type ByteAnswer =
  /** The size is the file's, in bytes. */
  | { readonly kind: 'opened'; readonly id: number; readonly size: number }
  /** `at` is how far into the file it reaches. */
  | {
      readonly kind: 'piece';
      readonly id: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly at: number;
    }
  /** How many of the bytes are kept, and at least how many rows came after those. */
  | { readonly kind: 'end'; readonly id: number; readonly kept: number; readonly rowsLeft: number }
  /** The next piece to write is wanted. */
  | { readonly kind: 'more'; readonly id: number }
  | { readonly kind: 'written'; readonly id: number; readonly reply: Written }
  | { readonly kind: 'failed'; readonly id: number; readonly problem: Problem };
