/** What is said aloud, politely, to who does not see it change: the one place that speaks. */
export class Announcer {
  /** What was said last, and how many times something was: the same sentence may be said again. */
  #said = $state.raw({ text: '', count: 0 });
  #waiting: string[] = [];

  get said(): { readonly text: string; readonly count: number } {
    return this.#said;
  }

  /** What is said in one go is one sentence after the other, each once. */
  say(text: string): void {
    if (this.#waiting.length === 0) queueMicrotask(() => this.#speak());
    if (text !== '' && !this.#waiting.includes(text)) this.#waiting.push(text);
  }

  #speak(): void {
    const text = this.#waiting.join(' ');
    this.#waiting = [];
    if (text !== '') this.#said = { text, count: this.#said.count + 1 };
  }
}
