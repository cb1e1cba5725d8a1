/** The backward pass of one example with the weights of the epoch shown: run by the engine, walked from the loss back. */
import { findRow, type DataSet } from '#shared/data/data-set';
import { emptyDocument, type Document, type FloatTensor, type NodeId } from '#shared/document/document';
import type { TrainingSettings } from '#shared/document/training-settings';
import { isProblem, type Problem } from '#shared/messages/problem';
import type { Tensor } from '#shared/tensor/tensor';
import { compileBackward, exampleOf, type BackwardProgram } from '#shared/training/compile-backward';
import { findNetwork } from '#shared/training/network';
import { rowsFor } from '#shared/training/rows';
import type { EngineClient } from './engine-client';
import { explainPicked, type Picked } from './gradient';
import { Newest } from './newest.svelte';
import { Stepper } from './stepper.svelte';
import type { Trainer } from './trainer.svelte';
import { passedOver } from '#shared/document/groups';

/** The first stage, which is no node; no node's id has a space. */
export const lossStage = 'the loss';

export interface Pass {
  readonly program: BackwardProgram;
  /** Everything the engine was given and answered, by name. */
  readonly values: ReadonlyMap<string, Tensor>;
}

/** What there is to choose from as the right answer: a name for each class, or any number. */
export type Choices = readonly string[] | 'number';

export class Backward {
  readonly #client: EngineClient;
  readonly #trainer: Trainer;
  /** What is right for the row of the data that stands at the input, while one does. */
  readonly #answerOfSample: () => number | undefined;
  readonly #pass = new Newest<Pass>();
  /** What the person chose, and the example it was chosen for. */
  #chosen = $state.raw<{ readonly example: FloatTensor; readonly answer: number } | undefined>();
  /** The number whose arithmetic is shown. */
  picked = $state.raw<Picked | undefined>();

  // Of their own, so that another epoch's weights do not infer the network anew.
  readonly #nodes = $derived.by(() => this.#trainer.document.nodes);
  readonly #edges = $derived.by(() => this.#trainer.document.edges);
  readonly #settings = $derived.by(() => this.#trainer.settings);
  readonly #plan = $derived.by(() => this.#trainer.document.data);
  /** Every row there is, by what it is kept for. */
  readonly #rows = $derived.by((): readonly DataSet[] => {
    const prepared = rowsFor(this.#plan, this.#settings);
    if (isProblem(prepared)) return [];
    const { training, validation, test } = prepared;
    return [training, ...(validation ? [validation] : []), ...(test ? [test] : [])];
  });
  readonly #network = $derived.by(() =>
    findNetwork({ ...emptyDocument, nodes: this.#nodes, edges: this.#edges }, this.#settings, 1, 'eval'),
  );
  readonly #example = $derived.by(() =>
    isProblem(this.#network) ? undefined : exampleOf(this.#trainer.document, this.#network.input),
  );

  readonly choices = $derived.by((): Choices => {
    if (isProblem(this.#network)) return [];
    const { loss, scored } = this.#network;
    if (loss.target === 'number') return 'number';
    const names = this.#rows[0]?.classes ?? [];
    return Array.from(
      { length: scored.emission.output.shape.at(-1) ?? 0 },
      (_, at) => names[at] ?? String(at),
    );
  });

  /** As chosen for this very example, else what the rows say of it, else as chosen before. */
  readonly answer = $derived.by((): number => {
    const isHere = this.#example && this.#chosen && areEqual(this.#example, this.#chosen.example);
    const known = this.#answerOfSample() ?? (this.#example && answerOf(this.#rows, this.#example));
    const wanted = (isHere ? this.#chosen?.answer : known) ?? this.#chosen?.answer ?? 0;
    const { choices } = this;
    return choices === 'number' || choices[wanted] !== undefined ? wanted : 0;
  });

  readonly stages = $derived.by((): readonly NodeId[] => {
    const inside = passedOver(this.#trainer.document);
    const nodes = (this.pass?.program.stages ?? [])
      .map(({ node }) => node.id)
      .filter((id) => !inside.has(id));
    return nodes.length === 0 ? [] : [lossStage, ...nodes.toReversed()];
  });
  readonly stepper = new Stepper(() => this.stages);
  readonly explained = $derived.by(() => this.pass && this.picked && explainPicked(this.pass, this.picked));

  constructor(client: EngineClient, trainer: Trainer, answerOfSample: () => number | undefined) {
    this.#client = client;
    this.#trainer = trainer;
    this.#answerOfSample = answerOfSample;
  }

  get pass(): Pass | undefined {
    return this.#pass.value;
  }
  get problem(): Problem | undefined {
    return this.#pass.problem;
  }

  choose(answer: number): void {
    if (this.#example) this.#chosen = { example: this.#example, answer };
  }

  ask(document: Document, settings: TrainingSettings, answer: number): void {
    this.#pass.ask(async () => {
      const program = compileBackward(document, settings, answer);
      if (isProblem(program)) return program;
      const reply = await this.#client.run(program.model, program.feeds);
      if (!reply.ok) return reply.problem;
      const { current } = this.stepper;
      // A stage that is gone leaves the person at the start.
      if (!program.stages.some(({ node }) => node.id === current)) this.stepper.current = lossStage;
      return { program, values: new Map([...program.feeds, ...reply.value]) };
    });
  }

  /** Another document: what was chosen belonged to the one before. */
  reset(): void {
    this.stepper.reset();
    this.#chosen = undefined;
    this.picked = undefined;
  }
}

/** What the rows say is right for this example, where it is one of them. */
function answerOf(sets: readonly DataSet[], { values: example }: FloatTensor): number | undefined {
  for (const data of sets) {
    const row = findRow(data, example);
    if (row !== undefined) return data.targets[row];
  }
  return undefined;
}

function areEqual(a: FloatTensor, b: FloatTensor): boolean {
  return a.values.length === b.values.length && a.values.every((value, at) => value === b.values[at]);
}
