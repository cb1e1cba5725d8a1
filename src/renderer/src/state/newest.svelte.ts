/** Work of which only the newest counts: while one piece is under way, the latest asked for waits and the others go. */
import { isProblem, type Problem } from '#shared/messages/problem';

export class Newest<T extends object> {
  #next: (() => Promise<T | Problem>) | undefined;
  #isBusy = false;

  /** What came of the last piece that worked. */
  value = $state.raw<T | undefined>();
  /** Why the last piece did not; cleared by one that does. */
  problem = $state.raw<Problem | undefined>();

  ask(work: () => Promise<T | Problem>): void {
    this.#next = work;
    if (!this.#isBusy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    try {
      for (let work = this.#take(); work; work = this.#take()) {
        const found = await work();
        this.problem = isProblem(found) ? found : undefined;
        if (isProblem(found)) this.value = undefined;
        else this.value = found;
      }
    } finally {
      this.#isBusy = false;
    }
  }

  #take(): (() => Promise<T | Problem>) | undefined {
    const next = this.#next;
    this.#next = undefined;
    return next;
  }
}
