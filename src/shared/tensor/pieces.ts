/** Bytes of a file as the pieces they come in: what is large can be written out without a copy of the whole. */
export type Pieces = readonly Uint8Array[];

export function lengthOf(pieces: Pieces): number {
  return pieces.reduce((total, { length }) => total + length, 0);
}

export function joined(pieces: Pieces): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(lengthOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The same bytes in pieces of at most `size`, none copied. */
export function* cut(pieces: Iterable<Uint8Array>, size: number): Generator<Uint8Array, void, undefined> {
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += size) yield piece.subarray(at, at + size);
  }
}

/** The same bytes in blocks of at most `size`, each its own copy: few messages, whatever the pieces are. */
export function* blocks(
  pieces: Iterable<Uint8Array>,
  size: number,
): Generator<Uint8Array<ArrayBuffer>, void, undefined> {
  const block: Uint8Array[] = [];
  for (const piece of cut(pieces, size)) {
    if (lengthOf(block) + piece.length > size) yield joined(block.splice(0));
    block.push(piece);
  }
  if (block.length > 0) yield joined(block);
}
