/** Where the person is in the forward pass: stepping moves a number, it never runs anything. */
import type { NodeId } from '#shared/document/document';

const stageMs = 1600;
export const speeds = [0.5, 1, 2, 4] as const;

export class Stepper {
  /** The node of the stage looked at. */
  current = $state<NodeId | undefined>();
  isPlaying = $state(false);
  isLooping = $state(false);
  speed = $state<(typeof speeds)[number]>(1);
  breakpoints = $state.raw<ReadonlySet<NodeId>>(new Set());
  /** Counts moves, so that a value travels its wire again at each. */
  moves = $state(0);

  readonly #stages: () => readonly NodeId[];
  /** Every card asks whether it has been reached. */
  readonly #order = $derived.by(() => new Map(this.#stages().map((id, at) => [id, at])));
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(stages: () => readonly NodeId[]) {
    this.#stages = stages;
  }

  get count(): number {
    return this.#stages().length;
  }
  /** Counted from 0; -1 before the first. */
  get index(): number {
    return this.current === undefined ? -1 : (this.#order.get(this.current) ?? -1);
  }

  /** Whether a node's stage has been reached. */
  hasReached(node: NodeId): boolean {
    return (this.#order.get(node) ?? -1) <= this.index;
  }

  goTo(index: number): void {
    const stages = this.#stages();
    const node = stages[Math.max(0, Math.min(index, stages.length - 1))];
    if (node === undefined) return;
    this.current = node;
    this.moves++;
  }

  /** Goes on from here, from the start when at the end; tells each stage it comes to. */
  play(onstage: (node: NodeId) => void): void {
    if (this.count === 0) return;
    this.isPlaying = true;
    if (this.index < 0 || this.index >= this.count - 1) this.#arrive(0, onstage);
    this.#schedule(onstage);
  }

  pause(): void {
    this.isPlaying = false;
    clearTimeout(this.#timer);
  }

  /** Another document: nowhere in it yet. */
  reset(): void {
    this.pause();
    this.current = undefined;
    this.breakpoints = new Set();
  }

  toggleBreakpoint(node: NodeId): void {
    const next = new Set(this.breakpoints);
    if (!next.delete(node)) next.add(node);
    this.breakpoints = next;
  }

  #schedule(onstage: (node: NodeId) => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#advance(onstage);
    }, stageMs / this.speed);
  }

  #advance(onstage: (node: NodeId) => void): void {
    if (!this.isPlaying) return;
    const isLast = this.index >= this.count - 1;
    if (isLast && !this.isLooping) {
      this.pause();
      return;
    }
    this.#arrive(isLast ? 0 : this.index + 1, onstage);
    if (this.current !== undefined && this.breakpoints.has(this.current)) this.pause();
    else this.#schedule(onstage);
  }

  #arrive(index: number, onstage: (node: NodeId) => void): void {
    this.goTo(index);
    if (this.current !== undefined) onstage(this.current);
  }
}
