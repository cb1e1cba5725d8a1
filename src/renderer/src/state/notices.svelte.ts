/** Sentences that appear at the edge of the window, until read. */
import { describeProblem, type Problem } from '#shared/messages/problem';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly tone: 'calm' | 'alarm';
}

const limit = 4;

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
    this.list = [...others, { id: ++this.#lastId, text, tone }].slice(-limit);
  }
}
