/** A worker's way to write files: main takes their bytes over a port of its own, piece by piece. */
import {
  pieceSize,
  type ByteAnswer,
  type KeptWork,
  type WriteTarget,
  type Written,
} from '#shared/contract/bytes';
import { blocks } from '#shared/tensor/pieces';
import { Questions } from './questions';

export class ByteWriter {
  readonly #questions: Questions;

  constructor(port: MessagePort) {
    this.#questions = new Questions(port);
  }

  /** All of them or nothing. Errors: what kept them from being written. */
  async write(
    target: WriteTarget,
    pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ): Promise<Written> {
    const id = this.#questions.begin();
    const left = blocks(pieces, pieceSize);
    let answer = await this.#questions.ask({ kind: 'write', id, target });
    while (answer.kind === 'more') {
      const next = await left.next();
      answer = await this.#questions.ask(
        next.done ? { kind: 'end', id } : { kind: 'piece', id, bytes: next.value },
      );
    }
    return writtenOf(answer);
  }

  /** Errors: what kept the work from being kept. */
  async keep(work: KeptWork): Promise<Written> {
    return writtenOf(await this.#questions.ask({ kind: 'keep', id: this.#questions.begin(), work }));
  }
}

function writtenOf(answer: ByteAnswer): Written {
  if (answer.kind === 'written') return answer.reply;
  if (answer.kind === 'failed') return { ok: false, problem: answer.problem };
  throw new TypeError(`${answer.kind} is no answer to what is written`);
}
