/** The mode that the network is looked at in, and what of it a lesson or an administrator leaves out. */
import type { Lesson, LessonPanel } from '#shared/lesson/lesson';
import { modes, type Mode } from '#shared/lesson/modes';
import type { ModeKind, ModeKinds } from './mode-kind';

/** Where a document is begun. */
const first: Mode = 'Build';

export class Lens {
  readonly #kinds: ModeKinds;
  readonly #guide: () => Lesson | undefined;
  #chosen = $state(first);
  /** By an administrator. */
  leftOut = $state.raw<readonly string[]>([]);

  /** `guide` is the text of the lesson that is open. */
  constructor(kinds: ModeKinds, guide: () => Lesson | undefined) {
    this.#kinds = kinds;
    this.#guide = guide;
  }

  /** Those there are to choose from. */
  readonly modes = $derived.by((): readonly Mode[] => {
    const allowed = modes.filter((mode) => !this.leftOut.includes(mode));
    const shown = this.#guide()?.modes;
    return shown ? allowed.filter((mode) => shown.includes(mode)) : allowed;
  });

  /** The one that is on; the first there is where a lesson leaves the chosen one out. */
  get mode(): Mode {
    return this.modes.includes(this.#chosen) ? this.#chosen : (this.modes[0] ?? 'Overview');
  }
  set mode(mode: Mode) {
    this.#chosen = mode;
  }

  begin(): void {
    this.#chosen = first;
  }

  /** What the one that is on means to the rest of the window. */
  get kind(): ModeKind {
    return this.#kinds[this.mode];
  }

  /** Whether a lesson leaves a panel out, so that a learner meets fewer things at once. */
  hides(panel: LessonPanel): boolean {
    return this.#guide()?.hides.includes(panel) ?? false;
  }
}
