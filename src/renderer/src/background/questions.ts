/** What a worker asks main over a port of its own: one answer for each question, those of one number in their order. */
import type { ByteAnswer, ByteRequest } from '#shared/contract/bytes';

export class Questions {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, ((answer: ByteAnswer) => void)[]>();
  #lastId = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<ByteAnswer>) => {
      const waiting = this.#waiting.get(data.id) ?? [];
      waiting.shift()?.(data);
      if (waiting.length === 0) this.#waiting.delete(data.id);
    };
  }

  /** The number of a file, for all that is asked of it. */
  begin(): number {
    return ++this.#lastId;
  }

  ask(request: ByteRequest): Promise<ByteAnswer> {
    return new Promise((resolve) => {
      this.#waiting.set(request.id, [...(this.#waiting.get(request.id) ?? []), resolve]);
      this.#port.postMessage(request);
    });
  }
}
