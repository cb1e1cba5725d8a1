/** A worker's way to the bytes of files: it asks main over a port of its own, piece by piece. */
import type { ByteAnswer, ReadAs } from '#shared/contract/bytes';
import { isProblem, type Problem } from '#shared/messages/problem';
import { Room } from '#shared/tensor/room';
import { Questions } from './questions';

/** How far reading has come, in bytes; a total of 0 where it cannot be known. */
export type ReportProgress = (done: number, total: number) => void;

export interface ReadFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of a table: how many rows came after those that were kept. */
  readonly rowsLeft: number;
}

/** A file that is read piece by piece. */
export interface OpenedBytes {
  readonly size: number;
  /** Once its end is known: how many of its bytes are kept, and of a table how many rows came after those. */
  readonly kept: number;
  readonly rowsLeft: number;
  /** Undefined at its end. Errors: what keeps it from being read on. */
  next(): Promise<Uint8Array<ArrayBuffer> | Problem | undefined>;
}

export class ByteReader {
  readonly #questions: Questions;

  constructor(port: MessagePort) {
    this.#questions = new Questions(port);
  }

  /** Errors: what keeps the file from being read. */
  async read(handle: string, as: ReadAs, report: ReportProgress): Promise<ReadFile | Problem> {
    const opened = await this.open(handle, as, report);
    if (isProblem(opened)) return opened;
    // A file that is read whole gets its room at once: twice of it would be too much.
    const room = new Room(as === 'rows' ? 0 : opened.size);
    for (;;) {
      const piece = await opened.next();
      if (isProblem(piece)) return piece;
      if (!piece) return { bytes: room.joined().subarray(0, opened.kept), rowsLeft: opened.rowsLeft };
      room.push(piece);
    }
  }

  /** Errors: what keeps the file from being opened. */
  async open(handle: string, as: ReadAs, report: ReportProgress): Promise<OpenedBytes | Problem> {
    const id = this.#questions.begin();
    const opened = await this.#questions.ask({ kind: 'read', id, handle, as });
    if (opened.kind === 'failed') return opened.problem;
    return new Opened(this.#questions, id, opened.kind === 'opened' ? opened.size : 0, report);
  }
}

class Opened implements OpenedBytes {
  readonly #ask: () => Promise<ByteAnswer>;
  /** While one piece is on its way, main reads another. */
  readonly #asked: Promise<ByteAnswer>[];
  readonly #report: ReportProgress;
  kept = 0;
  rowsLeft = 0;

  constructor(
    questions: Questions,
    id: number,
    readonly size: number,
    report: ReportProgress,
  ) {
    this.#ask = () => questions.ask({ kind: 'next', id });
    this.#asked = [this.#ask(), this.#ask()];
    this.#report = report;
  }

  async next(): Promise<Uint8Array<ArrayBuffer> | Problem | undefined> {
    const answer = await (this.#asked.shift() ?? this.#ask());
    if (answer.kind === 'failed') return answer.problem;
    if (answer.kind === 'piece') {
      this.#asked.push(this.#ask());
      this.#report(answer.at, this.size);
      return answer.bytes;
    }
    // What follows cannot be measured.
    this.#report(0, 0);
    if (answer.kind === 'end') ({ kept: this.kept, rowsLeft: this.rowsLeft } = answer);
    return undefined;
  }
}
