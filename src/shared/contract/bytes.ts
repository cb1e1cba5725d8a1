/**
 * What a worker of the window and the main process say to each other over their port: the bytes of files, piece by
 * piece. They never pass the window's own thread, which a large file would stop.
 */
import * as v from 'valibot';
import type { Problem } from '../messages/problem';

/** Bytes a message carries at most: small enough that no thread is held up by one. */
export const pieceSize = 4_000_000;

const id = v.number();
export const byteRequest = v.variant('kind', [
  /** Opens a file the person chose: all of it, or of a table as many rows as are kept. */
  v.object({
    kind: v.literal('read'),
    id,
    handle: v.pipe(v.string(), v.uuid()),
    as: v.picklist(['file', 'rows']),
  }),
  /** Asks for the next piece: a reader that is behind is not overrun. */
  v.object({ kind: v.literal('next'), id }),
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
  | { readonly kind: 'failed'; readonly id: number; readonly problem: Problem };
