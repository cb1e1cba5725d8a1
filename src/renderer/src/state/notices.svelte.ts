/** Sentences that appear at the edge of the window, until read. */
import { describeProblem, type Problem } from '#shared/messages/problem';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly tone: 'calm' | 'alarm';
}

const limit = 3;
/** Long enough to be read; what went wrong stays until it is dismissed. */
const calmMs = 12_000;

export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  #lastId = 0;

  say(text: string): void {
    this.#add(text, 'calm');
  }

  report = (problem: Problem): void => {
    this.#add(describeProblem(problem), 'alarm');
  };

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  /** The same sentence is not stacked. */
  #add(text: string, tone: Notice['tone']): void {
    const others = this.list.filter((notice) => notice.text !== text);
    const id = ++this.#lastId;
    this.list = [...others, { id, text, tone }].slice(-limit);
    if (tone === 'calm') setTimeout(() => this.dismiss(id), calmMs);
  }
}
