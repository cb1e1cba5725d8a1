/** Parts of the window that no start shows: each is loaded when it is first shown, or before, once all is calm. */
const calmMs = 1000;

export class Later<Part> {
  readonly #load: () => Promise<{ default: Part }>;
  #part = $state.raw<Part>();

  constructor(load: () => Promise<{ default: Part }>) {
    this.#load = load;
    setTimeout(() => requestIdleCallback(this.#take), calmMs);
  }

  /** Undefined until it is there. */
  get part(): Part | undefined {
    if (!this.#part) this.#take();
    return this.#part;
  }

  readonly #take = (): void => {
    void this.#load().then((loaded) => (this.#part = loaded.default));
  };
}
