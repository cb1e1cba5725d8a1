/** Bytes of a file as the pieces they come in: what is large can be written out without a copy of the whole. */
import { Away, NumbersAway } from './away';

/** Some are in another thread, and asked for once they are written out. */
export type Piece = Uint8Array | Away;
export type Pieces = readonly Piece[];

export function lengthOf(pieces: Pieces): number {
  return pieces.reduce((total, { length }) => total + length, 0);
}

/** Errors: NumbersAway for what is in another thread. */
export function here(piece: Piece): Uint8Array {
  if (piece instanceof Away) throw new NumbersAway(piece.of);
  return piece;
}

/** Errors: as `here`. */
export function joined(pieces: Pieces): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(lengthOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    whole.set(here(piece), at);
    at += piece.length;
  }
  return whole;
}

/** The same bytes in pieces of at most `size`, none copied. */
export function* cut<P extends Piece>(pieces: Iterable<P>, size: number): Generator<P, void, undefined> {
  for (const piece of pieces) {
    if (piece.length > 0 && piece.length <= size) yield piece;
    else for (let at = 0; at < piece.length; at += size) yield piece.subarray(at, at + size) as P;
  }
}

/** The same bytes in blocks of at most `size`, each its own copy: few messages, whatever the pieces are. */
export async function* blocks(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const block: Uint8Array[] = [];
  for await (const whole of pieces) {
    for (const piece of cut([whole], size)) {
      if (lengthOf(block) + piece.length > size) yield joined(block.splice(0));
      block.push(piece);
    }
  }
  if (block.length > 0) yield joined(block);
}
