/** Someone working an exercise out: what was filled in, how it was marked, what was given away. */
import type { Step } from '#shared/explain/exercise';
import { mark, type Verdict } from '#shared/explain/marking';
import { describeExercise } from '#shared/messages/exercise';
import { mathMessages } from '#shared/messages/math';
import { formatTerm } from '#shared/tensor/number-format';

export class Attempt {
  readonly steps: readonly Step[];
  readonly #onsolved: () => void;
  typed = $state.raw<readonly string[]>([]);
  verdicts = $state.raw<readonly (Verdict | undefined)[]>([]);
  /** What was said last. */
  sentence = $state('');
  #hints = $state(0);
  isShown = $state(false);

  constructor(steps: readonly Step[], onsolved: () => void) {
    this.steps = steps;
    this.#onsolved = onsolved;
    this.typed = steps.map(({ isGiven, answer }) => (isGiven ? formatTerm(answer) : ''));
    this.verdicts = steps.map(({ isGiven }) => (isGiven ? given : undefined));
  }

  /** Every blank is right. */
  get isDone(): boolean {
    return this.verdicts.every((verdict) => verdict?.isRight);
  }
  get isSolved(): boolean {
    return this.isDone && !this.isShown;
  }
  /** The first blank that is not right yet; -1 when all are. */
  get next(): number {
    return this.verdicts.findIndex((verdict) => !verdict?.isRight);
  }

  type(at: number, text: string): void {
    this.typed = this.typed.with(at, text);
    this.verdicts = this.verdicts.with(at, undefined);
  }

  /** Marks one blank. */
  check(at: number): void {
    const step = this.steps[at];
    if (!step || this.verdicts[at]?.isRight) return;
    const verdict = mark(step, this.typed[at] ?? '');
    this.verdicts = this.verdicts.with(at, verdict);
    this.sentence = verdict.sentence;
    if (this.isDone) this.#finish();
  }

  /** Marks every blank that is filled in; says the first thing that is wrong. */
  checkAll(): void {
    let wrong: Verdict | undefined;
    this.steps.forEach((_, at) => {
      if ((this.typed[at] ?? '') === '') return;
      this.check(at);
      const verdict = this.verdicts[at];
      if (!verdict?.isRight) wrong ??= verdict;
    });
    const right = this.verdicts.filter((verdict) => verdict?.isRight).length;
    if (wrong) this.sentence = wrong.sentence;
    else if (!this.isDone)
      this.sentence = describeExercise('soFar', { right: String(right), all: String(this.steps.length) });
  }

  /** Gives the next blank away. */
  hint(): void {
    const at = this.next;
    const step = this.steps[at];
    if (!step) return;
    this.#hints++;
    this.#reveal(at);
    const values = { name: step.name || mathMessages.theResult, value: this.typed[at] ?? '' };
    if (this.isDone) this.#finish();
    else this.sentence = describeExercise('hint', values);
  }

  showAnswer(): void {
    this.isShown = !this.isDone;
    this.steps.forEach((_, at) => {
      if (!this.verdicts[at]?.isRight) this.#reveal(at);
    });
    this.#finish();
  }

  #reveal(at: number): void {
    this.typed = this.typed.with(at, formatTerm(this.steps[at]?.answer ?? Number.NaN));
    this.verdicts = this.verdicts.with(at, given);
  }

  #finish(): void {
    const value = formatTerm(this.steps.at(-1)?.answer ?? Number.NaN);
    const code = this.isShown ? 'shown' : this.#hints > 0 ? 'solvedWithHints' : 'solved';
    this.sentence = describeExercise(code, { value });
    if (!this.isShown) this.#onsolved();
  }
}

const given: Verdict = { isRight: true, sentence: '' };
