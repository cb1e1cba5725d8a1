/** What a worker writes, as the pieces main asks it for. */
interface Settle {
  readonly resolve: (piece: Uint8Array | undefined) => void;
  readonly reject: (reason: Error) => void;
}

export class Incoming {
  readonly #ask: () => void;
  #settle: Settle | undefined;
  #isGone = false;

  /** `ask` tells the worker that another piece is wanted. */
  constructor(ask: () => void) {
    this.#ask = ask;
  }

  /** Errors: that the worker is gone. */
  async *pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const piece = await this.#next();
      if (!piece) return;
      yield piece;
    }
  }

  /** Undefined after the last one. */
  take(piece: Uint8Array | undefined): void {
    this.#settle?.resolve(piece);
  }

  /** The worker ended in the middle: what it began is not to be finished. */
  giveUp(): void {
    this.#isGone = true;
    this.#settle?.reject(new Error('the worker is gone'));
  }

  #next(): Promise<Uint8Array | undefined> {
    if (this.#isGone) return Promise.reject(new Error('the worker is gone'));
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#ask();
    });
  }
}
