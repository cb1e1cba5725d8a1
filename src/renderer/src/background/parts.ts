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

/** Works each name out once, as long as the bytes are there. */
export class PartNames {
  readonly #known = new WeakMap<ArrayBufferLike, Map<string, string>>();

  async nameOf(part: Uint8Array): Promise<string> {
    const { buffer, byteOffset, byteLength } = part;
    const known = this.#known.get(buffer) ?? new Map<string, string>();
    this.#known.set(buffer, known);
    const place = `${byteOffset} ${byteLength}`;
    const name = known.get(place) ?? (await hashOf(part));
    known.set(place, name);
    return name;
  }
}

export async function hashOf(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
