/** Unsaved work in parts, each called by the hash of what it holds: one that is the same is on the disk already. */
import { pieceSize } from '#shared/contract/bytes';
import { cut, joined, lengthOf, type Pieces } from '#shared/tensor/pieces';

/** Smaller pieces that follow each other are one part: a file each would be too many. */
const smallSize = 64_000;

/** Large pieces keep to themselves, cut where they always are, so that they are known again. */
export function* partsOf(pieces: Pieces): Generator<Uint8Array> {
  const small: Uint8Array[] = [];
  for (const piece of cut(pieces, pieceSize)) {
    const isSmall = piece.length < smallSize;
    const isFull = lengthOf(small) + piece.length > pieceSize;
    if (small.length > 0 && (!isSmall || isFull)) yield joined(small.splice(0));
    if (isSmall) small.push(piece);
    else yield piece;
  }
  if (small.length > 0) yield joined(small);
}

/** Works each name out once, as long as the bytes are there and the same. */
export class PartNames {
  readonly #known = new WeakMap<
    ArrayBufferLike,
    Map<number, { readonly end: number; readonly name: string }>
  >();

  async nameOf(part: Uint8Array): Promise<string> {
    const { buffer, byteOffset, byteLength } = part;
    const known = this.#known.get(buffer) ?? new Map<number, { end: number; name: string }>();
    this.#known.set(buffer, known);
    const end = byteOffset + byteLength;
    const found = known.get(byteOffset);
    const name = found?.end === end ? found.name : await hashOf(part);
    known.set(byteOffset, { end, name });
    return name;
  }

  /** Some of the bytes are others now. */
  changed(buffer: ArrayBufferLike, from: number, to: number): void {
    const known = this.#known.get(buffer);
    for (const [start, { end }] of known ?? []) if (start < to && from < end) known?.delete(start);
  }
}

export async function hashOf(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
