/** Sentences that appear at the edge of the window, until read. */
import { describeProblem, type Problem } from '#shared/messages/problem';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly tone: 'calm' | 'alarm';
  /** What can be done about it at once. */
  readonly action: NoticeAction | undefined;
}
interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

/** As many are seen at once; the others come when one is dismissed. */
const shownAtOnce = 3;
/** What nobody has read by then is too old. */
const limit = 50;
/** Long enough to be read; what went wrong stays until it is dismissed. */
const calmMs = 12_000;

export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  readonly shown = $derived(this.list.slice(-shownAtOnce));
  readonly waiting = $derived(this.list.length - this.shown.length);
  #lastId = 0;
  readonly #standing = new Set<string>();

  /** Answers what to dismiss. One that offers something stays until it is taken or dismissed. */
  say(text: string, action?: NoticeAction): number {
    return this.#add(text, 'calm', action);
  }

  report = (problem: Problem, action?: NoticeAction): void => {
    this.#add(describeProblem(problem), 'alarm', action);
  };

  /** For what is tried again and again: said once, and not again before it has worked. */
  reportWhile = (what: string, problem: Problem | undefined): void => {
    if (!problem) this.#standing.delete(what);
    else if (!this.#standing.has(what)) {
      this.#standing.add(what);
      this.report(problem);
    }
  };

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  /** The same sentence is not stacked, and offers what it did. */
  #add(text: string, tone: Notice['tone'], given?: NoticeAction): number {
    const action = given ?? this.list.find((notice) => notice.text === text)?.action;
    const others = this.list.filter((notice) => notice.text !== text);
    const id = ++this.#lastId;
    this.list = [...others, { id, text, tone, action }].slice(-limit);
    if (tone === 'calm' && !action) setTimeout(() => this.dismiss(id), calmMs);
    return id;
  }
}
