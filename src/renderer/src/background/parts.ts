/** Unsaved work in parts, each called by the hash of what it holds: one that is the same is on the disk already. */
import { pieceSize } from '#shared/contract/bytes';
import { Away } from '#shared/tensor/away';
import { cut, joined, lengthOf, type Piece, type Pieces } from '#shared/tensor/pieces';
import type { Stretch } from './outline';

/** Smaller pieces that follow each other are one part: a file each would be too many. */
const smallSize = 64_000;

/** Large pieces keep to themselves, cut where they always are, so that they are known again. */
export function* partsOf(pieces: Pieces): Generator<Piece> {
  const small: Uint8Array[] = [];
  for (const piece of cut(pieces, pieceSize)) {
    // What is elsewhere keeps to itself, so that it is known again without being asked for.
    const isSmall = !(piece instanceof Away) && piece.length < smallSize;
    const isFull = lengthOf(small) + piece.length > pieceSize;
    if (small.length > 0 && (!isSmall || isFull)) yield joined(small.splice(0));
    if (isSmall) small.push(piece);
    else yield piece;
  }
  if (small.length > 0) yield joined(small);
}

interface Named {
  readonly end: number;
  readonly name: string;
}
/** By where in the whole each starts. */
type Known = Map<number, Named>;

/** Works each name out once, as long as the bytes are there and the same. */
export class PartNames {
  /** By the bytes they are of, or by the tensor whose bytes are elsewhere. */
  readonly #known = new WeakMap<object, Known>();

  /** `read` is asked for the bytes of a part that has no name yet. */
  async nameOf(part: Piece, read: () => Promise<Uint8Array>): Promise<string> {
    const [whole, start] = part instanceof Away ? [part.of, part.at] : [part.buffer, part.byteOffset];
    const known = this.#known.get(whole) ?? new Map<number, Named>();
    this.#known.set(whole, known);
    const end = start + part.length;
    const found = known.get(start);
    const name = found?.end === end ? found.name : await hashOf(await read());
    known.set(start, { end, name });
    return name;
  }

  /** What is known of the one is true of the other, but where their bytes differ. */
  alike(one: object, other: object, but: readonly Stretch[]): void {
    const known: Known = new Map(this.#known.get(other));
    for (const { at, length } of but)
      for (const [start, { end }] of known) if (start < at + length && at < end) known.delete(start);
    this.#known.set(one, known);
  }
}

export async function hashOf(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
