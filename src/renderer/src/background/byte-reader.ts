/** A worker's way to the bytes of files: it asks main over a port of its own, piece by piece. */
import type { Beside } from '#shared/contract/bytes';
import type { Problem } from '#shared/messages/problem';
import { Questions } from './questions';

/** How far reading has come, in bytes; a total of 0 where it cannot be known. */
export type ReportProgress = (done: number, total: number) => void;

export interface ReadFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of a table: how many rows came after those that were kept. */
  readonly rowsLeft: number;
}

export class ByteReader {
  readonly #questions: Questions;

  constructor(port: MessagePort) {
    this.#questions = new Questions(port);
  }

  /** Errors: what keeps the file from being read. */
  async read(
    handle: string,
    as: 'file' | 'rows' | Beside,
    report: ReportProgress,
  ): Promise<ReadFile | Problem> {
    const id = this.#questions.begin();
    const opened = await this.#questions.ask({ kind: 'read', id, handle, as });
    if (opened.kind === 'failed') return opened.problem;
    const size = opened.kind === 'opened' ? opened.size : 0;
    // A file that is read whole gets its room at once: twice of it would be too much.
    const pieces = new Pieces(as === 'rows' ? 0 : size);
    const next = () => this.#questions.ask({ kind: 'next', id });
    // While one piece is on its way, main reads another.
    const asked = [next(), next()];
    for (;;) {
      const answer = await (asked.shift() ?? next());
      if (answer.kind === 'failed') return answer.problem;
      if (answer.kind !== 'piece') {
        // What follows cannot be measured.
        report(0, 0);
        const { kept, rowsLeft } = answer.kind === 'end' ? answer : { kept: 0, rowsLeft: 0 };
        return { bytes: pieces.joined().subarray(0, kept), rowsLeft };
      }
      asked.push(next());
      pieces.push(answer.bytes);
      report(answer.at, size);
    }
  }
}

/** Bytes that come one piece after the other, in room that grows where there is too little. */
class Pieces {
  #room: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(expected: number) {
    this.#room = new Uint8Array(expected);
  }

  push(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#room.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#room.length));
      larger.set(this.#room.subarray(0, this.#length));
      this.#room = larger;
    }
    this.#room.set(piece, this.#length);
    this.#length = length;
  }

  joined(): Uint8Array<ArrayBuffer> {
    return this.#room.subarray(0, this.#length);
  }
}
