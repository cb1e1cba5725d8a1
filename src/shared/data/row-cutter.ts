/** Keeps the first rows of a text however large it is, and counts the rest, piece by piece. */
import { rowLimit } from './csv';

const newline = 0x0a;
const quote = 0x22;
/** Bytes of text that are kept at most. */
export const textLimit = 32_000_000;

export class RowCutter {
  /** Lines that came after the last one kept. */
  rowsLeft = 0;
  #kept = 0;
  #lines = 0;
  #isQuoted = false;
  #isCut = false;
  /** The byte before: a quote opens a cell only at its start. */
  #last = newline;

  /** Answers how many bytes of this piece belong to what is kept. */
  push(piece: Uint8Array): number {
    let end = this.#isCut ? 0 : piece.length;
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at] ?? 0;
      if (byte === quote && (this.#isQuoted || isDelimiter(this.#last))) this.#isQuoted = !this.#isQuoted;
      else if (byte === newline && !this.#isQuoted) {
        if (this.#isCut) this.rowsLeft++;
        else if (++this.#lines > rowLimit || this.#kept + at >= textLimit) {
          this.#isCut = true;
          end = at + 1;
        }
      }
      this.#last = byte;
    }
    this.#kept += end;
    return end;
  }

  /** Call after the last piece: a row may end without a line break. */
  end(): void {
    if (this.#isCut && this.#last !== newline) this.rowsLeft++;
  }
}

/** A line break, tab, comma, semicolon or bar. */
function isDelimiter(byte: number): boolean {
  return byte === newline || byte === 0x09 || byte === 0x2c || byte === 0x3b || byte === 0x7c;
}
