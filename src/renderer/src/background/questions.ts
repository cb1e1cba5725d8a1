/** What a worker asks main over a port of its own: one answer for each question, told by its number. */
import type { ByteAnswer, ByteRequest } from '#shared/contract/bytes';

export class Questions {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, (answer: ByteAnswer) => void>();
  #lastId = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<ByteAnswer>) => {
      const take = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      take?.(data);
    };
  }

  /** The number of a file whose questions come one after the other. */
  begin(): number {
    return ++this.#lastId;
  }

  ask(request: ByteRequest): Promise<ByteAnswer> {
    return new Promise((resolve) => {
      this.#waiting.set(request.id, resolve);
      this.#port.postMessage(request);
    });
  }
}
