/** Working numbers out by hand: the number's exercise, other numbers to try it on, and how far the learner has come. */
import * as v from 'valibot';
import { compileTrace, feedsOf } from '#shared/compile/compile';
import type { Document, NodeId } from '#shared/document/document';
import { answeredIn, type Inference } from '#shared/document/infer';
import { withDrawnValues } from '#shared/document/values';
import type { Step } from '#shared/explain/exercise';
import { Attempt } from './attempt.svelte';
import type { EngineClient } from './engine-client';
import { Newest } from './newest.svelte';
import type { Numbers } from './numbers';
import type { Stored } from './stored';

/** Which numbers were solved, by network and node. */
const progressSchema = v.record(v.string(), v.record(v.string(), v.array(v.string())));
type Progress = Readonly<Record<string, Readonly<Record<NodeId, readonly string[]>>>>;

const mostAttempts = 100;

export interface Fresh extends Numbers {
  /** The document it is a run of, but for its input. */
  readonly of: Document;
  readonly seed: number;
}

export class Practice {
  readonly #client: EngineClient;
  /** What the network on screen is called. */
  readonly #title: () => string;
  readonly fresh = new Newest<Fresh>();
  /** What is open in Math. */
  view = $state('Worked out');
  #seed = 0;
  readonly #stored: Stored;
  #progress = $state.raw<Progress>({});
  readonly #attempts = new Map<string, Attempt>();

  constructor(client: EngineClient, stored: Stored, title: () => string) {
    this.#stored = stored;
    this.#client = client;
    this.#title = title;
  }

  /** What was solved before. */
  recall(): void {
    this.#progress = this.#stored.read('practice', progressSchema) ?? {};
  }

  /** The exercise as it was left; a fresh one where the numbers are others. */
  attemptAt(node: NodeId, index: readonly number[], steps: readonly Step[]): Attempt {
    const place = `${node} ${index.join()}`;
    const key = `${place} ${steps.map(({ answer }) => answer).join()}`;
    const known = this.#attempts.get(key);
    if (known) return known;
    const attempt = new Attempt(steps, () => this.#keep(node, `${index.join()} ${steps.at(-1)?.answer}`));
    if (this.#attempts.size >= mostAttempts) this.#attempts.clear();
    this.#attempts.set(key, attempt);
    return attempt;
  }

  /** Runs the network on input values that nobody has seen; the document stays as it is. */
  drawOther(document: Document, inference: Inference): void {
    const seed = ++this.#seed;
    this.fresh.ask(async () => {
      const other = { ...withDrawnValues(document, inference), inputs: {}, seed: document.seed + seed };
      const { model } = compileTrace(inference);
      const feeds = feedsOf(other, inference);
      const reply = await this.#client.run(model, feeds);
      if (!reply.ok) return reply.problem;
      return { of: document, seed, inference, feeds, answer: answeredIn(inference, reply.value) };
    });
  }

  backToOwn(): void {
    this.fresh.value = undefined;
    this.fresh.problem = undefined;
  }

  /** How many numbers of a node were solved. */
  solved(node: NodeId): number {
    return this.#progress[this.#title()]?.[node]?.length ?? 0;
  }

  #keep(node: NodeId, number: string): void {
    const title = this.#title();
    const ofNetwork = this.#progress[title] ?? {};
    const before = ofNetwork[node] ?? [];
    if (before.includes(number)) return;
    this.#progress = { ...this.#progress, [title]: { ...ofNetwork, [node]: [...before, number] } };
    this.#stored.keep('practice', JSON.stringify(this.#progress));
  }
}
