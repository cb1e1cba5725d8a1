/**
 * Unsaved work is never far from the disk: at most two seconds of edits and five of training are lost, however the app
 * ends. What is kept comes back at the next start.
 */
import type { Written } from '#shared/contract/bytes';
import type { Document } from '#shared/document/document';
import { applyEdit } from '#shared/document/edits';
import type { Problem } from '#shared/messages/problem';
import type { KeptRun } from '../background/kept-run';
import type { Content, Keeper } from './keeper';
import type { Moment } from './run';
import { Soon } from './soon';

export interface UnsavedWork extends Content {
  /** The file it belongs to. */
  readonly name: string | null;
  readonly handle: string | null;
  /** Where the run under way has come to: its weights are not the document's yet. */
  readonly standing?: Moment;
  readonly run?: KeptRun;
}

const editing = { quietMs: 400, longestMs: 1_400 };
const trainingMs = 2_500;

export class Safekeeping {
  readonly #keeper: Pick<Keeper, 'do' | 'clear'>;
  readonly #work: () => UnsavedWork | undefined;
  readonly #report: (problem: Problem | undefined) => void;
  readonly #edits: Soon;
  readonly #epochs: Soon;
  #edited: Document | undefined;
  #current: Promise<boolean> = Promise.resolve(true);
  #next: Promise<boolean> | undefined;
  /** What is on the disk; undefined as long as that is not known. */
  #kept: UnsavedWork | 'nothing' | undefined;

  /** `work` is what is not saved, undefined where everything is; `report` is told of each attempt what went wrong. */
  constructor(
    keeper: Pick<Keeper, 'do' | 'clear'>,
    work: () => UnsavedWork | undefined,
    report: (problem: Problem | undefined) => void,
  ) {
    this.#keeper = keeper;
    this.#work = work;
    this.#report = report;
    const now = (): void => void this.now();
    this.#edits = new Soon(now, editing.quietMs, editing.longestMs);
    this.#epochs = new Soon(now, trainingMs, trainingMs);
  }

  /** What lies there could neither be read nor set aside: it is replaced by newer work alone, never let go. */
  leaveWhatIsThere(): void {
    this.#kept = 'nothing';
  }

  /** Call with the document whenever it may be another. */
  edited(document: Document): void {
    if (document === this.#edited) return;
    this.#edited = document;
    // The first time takes longest: all of a large network is written then.
    if (this.#kept === 'nothing') void this.now();
    else this.#edits.ask();
  }

  /** Call with every place a run comes to. */
  trained(standing: Moment | undefined): void {
    if (standing) this.#epochs.ask();
  }

  /** Whoever looks away may not come back. */
  lookedAway(): void {
    if (this.#edits.isAsked || this.#epochs.isAsked) void this.now();
  }

  /** While one is under way, only the newest waits. Answers whether everything is on the disk. */
  now(): Promise<boolean> {
    this.#next ??= this.#current.then(() => {
      this.#next = undefined;
      this.#edits.rest();
      this.#epochs.rest();
      return this.#keep();
    });
    this.#current = this.#next;
    return this.#next;
  }

  async #keep(): Promise<boolean> {
    const work = this.#work();
    if (this.#kept !== undefined && isSame(this.#kept, work ?? 'nothing')) return true;
    const reply = await (work ? this.#write(work) : this.#keeper.clear());
    this.#kept = reply.ok ? (work ?? 'nothing') : undefined;
    this.#report(reply.ok ? undefined : reply.problem);
    return reply.ok;
  }

  #write({ document, beside, name, handle, standing, run }: UnsavedWork): Promise<Written> {
    const { parameters } = standing ?? {};
    const whole = parameters ? applyEdit(document, { kind: 'set-parameters', parameters }) : document;
    return this.#keeper.do({ document: whole, beside }, { kind: 'keep', name, handle, ...(run && { run }) });
  }
}

function isSame(kept: UnsavedWork | 'nothing', work: UnsavedWork | 'nothing'): boolean {
  if (kept === 'nothing' || work === 'nothing') return kept === work;
  return (['document', 'beside', 'name', 'handle', 'standing'] as const).every(
    (part) => kept[part] === work[part],
  );
}
