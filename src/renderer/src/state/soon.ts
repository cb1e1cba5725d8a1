/** Does something soon after it was last asked for, and however often it is asked, never later than the longest wait. */
export class Soon {
  readonly #act: () => void;
  readonly #quietMs: number;
  readonly #longestMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When it was first asked for since it was last done. */
  #asked: number | undefined;

  constructor(act: () => void, quietMs: number, longestMs: number) {
    this.#act = act;
    this.#quietMs = quietMs;
    this.#longestMs = longestMs;
  }

  get isAsked(): boolean {
    return this.#asked !== undefined;
  }

  ask(): void {
    const now = performance.now();
    this.#asked ??= now;
    clearTimeout(this.#timer);
    const wait = Math.min(this.#quietMs, this.#asked + this.#longestMs - now);
    // Timers of a window nobody looks at come late, what it is told does not.
    if (wait <= 0) this.#do();
    else
      this.#timer = setTimeout(() => {
        this.#do();
      }, wait);
  }

  /** It is not asked for any more. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#asked = undefined;
  }

  #do(): void {
    this.rest();
    this.#act();
  }
}
