/** A worker's way to write files: main takes their bytes over a port of its own, piece by piece. */
import {
  pieceSize,
  type ByteAnswer,
  type ByteRequest,
  type KeptWork,
  type WriteTarget,
  type Written,
} from '#shared/contract/bytes';
import { blocks } from '#shared/tensor/pieces';

export class ByteWriter {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, (answer: ByteAnswer) => void>();
  #lastId = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<ByteAnswer>) => {
      this.#waiting.get(data.id)?.(data);
    };
  }

  /** All of them or nothing. Errors: what kept them from being written. */
  async write(target: WriteTarget, pieces: Iterable<Uint8Array>): Promise<Written> {
    const id = ++this.#lastId;
    const left = blocks(pieces, pieceSize);
    let answer = await this.#ask({ kind: 'write', id, target });
    while (answer.kind === 'more') {
      const next = left.next();
      answer = await this.#ask(next.done ? { kind: 'end', id } : { kind: 'piece', id, bytes: next.value });
    }
    return this.#end(answer);
  }

  /** Errors: what kept the work from being kept. */
  async keep(work: KeptWork): Promise<Written> {
    return this.#end(await this.#ask({ kind: 'keep', id: ++this.#lastId, work }));
  }

  #ask(request: ByteRequest): Promise<ByteAnswer> {
    return new Promise((resolve) => {
      this.#waiting.set(request.id, resolve);
      this.#port.postMessage(request);
    });
  }

  #end(answer: ByteAnswer): Written {
    this.#waiting.delete(answer.id);
    if (answer.kind === 'written') return answer.reply;
    if (answer.kind === 'failed') return { ok: false, problem: answer.problem };
    throw new TypeError(`${answer.kind} is no answer to what is written`);
  }
}
