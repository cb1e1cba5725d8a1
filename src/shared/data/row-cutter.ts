/** Keeps the first rows of a text however large it is, and counts the rest, piece by piece. */
import { fillShown } from '../messages/fill';
import { problem, type Problem } from '../messages/problem';
import { rowReasons } from '../messages/reasons';
import { formatBytes } from '../tensor/number-format';
import { rowLimit } from './csv';

const newline = 0x0a;
const quote = 0x22;
/** Bytes of text that are kept at most. */
export const textLimit = 32_000_000;
/** Cells that are kept at most, as far as they can be told before it is known what parts them. */
const cellLimit = 5_000_000;

export class RowCutter {
  /** Bytes that are kept, once all have been looked at. */
  kept = 0;
  /** Lines that came after the last one kept. */
  rowsLeft = 0;
  /** Nothing that comes now is kept. */
  isCut = false;
  #read = 0;
  #lines = 0;
  #cells = 0;
  /** Where the line begins that is being read, and the quote that is open. */
  #line = 0;
  #quotedIn = 0;
  #isQuoted = false;
  /** The byte before: a quote opens a cell only at its start. */
  #last = newline;

  push(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at] ?? 0;
      if (byte === quote && (this.#isQuoted || isDelimiter(this.#last))) {
        this.#isQuoted = !this.#isQuoted;
        this.#quotedIn = this.#lines + this.rowsLeft + 1;
      } else if (!this.#isQuoted && isDelimiter(byte)) {
        this.#cells++;
        if (byte === newline) this.#endLine(this.#read + at + 1);
      }
      if (!this.isCut && this.#read + at >= textLimit) this.#cut(this.#line);
      this.#last = byte;
    }
    this.#read += piece.length;
    if (!this.isCut) this.kept = this.#read;
  }

  /** Call after the last piece: a row may end without a line break. Errors: what is wrong with the rows. */
  end(file: string): Problem | undefined {
    const refuse = (reason: string): Problem => problem('data-unreadable', { file, reason });
    if (!this.isCut) return undefined;
    if (this.#last !== newline) this.rowsLeft++;
    if (this.#isQuoted) return refuse(fillShown(rowReasons.openQuote, { row: this.#quotedIn }));
    if (this.kept > 0) return undefined;
    return refuse(fillShown(rowReasons.lineTooLong, { limit: formatBytes(textLimit) }));
  }

  #endLine(end: number): void {
    this.#line = end;
    if (this.isCut) this.rowsLeft++;
    else if (++this.#lines > rowLimit || this.#cells > cellLimit) this.#cut(end);
  }

  #cut(end: number): void {
    this.isCut = true;
    this.kept = end;
  }
}

/** A line break, tab, comma, semicolon or bar. */
function isDelimiter(byte: number): boolean {
  return byte === newline || byte === 0x09 || byte === 0x2c || byte === 0x3b || byte === 0x7c;
}
