/** A training run: what each epoch came to and learned, and which epoch is looked at. */
import type { EpochResult, TrainedEpoch, TrainEvent, TrainRequest } from '#shared/contract/engine';
import { prepareData } from '#shared/data/prepare';
import type { Document, FloatTensor, Tensors } from '#shared/document/document';
import { initialTraining, type TrainingSettings } from '#shared/document/training-settings';
import { isProblem, type Problem } from '#shared/messages/problem';
import type { TrainingProgram } from '#shared/training/compile-training';
import { observe } from '#shared/training/observe';
import { parametersOf, resumeAfter, trainRequest } from '#shared/training/request';
import type { Editor } from './editor.svelte';
import type { EngineClient } from './engine-client';
import type { Tracer } from './tracer.svelte';

/** One epoch; the first, 0, is where the run started and has no result. */
interface Epoch {
  readonly values: ReadonlyMap<string, FloatTensor>;
  readonly parameters: Readonly<Record<string, Tensors>>;
  readonly result?: EpochResult;
  readonly observation?: string;
}

interface Run {
  readonly request: TrainRequest;
  readonly program: TrainingProgram;
  readonly epochs: readonly Epoch[];
}

/** Weights of all epochs together, in values: beyond it the oldest but the first are let go. */
const keptValues = 16_000_000;

export class Trainer {
  readonly #client: EngineClient;
  readonly #editor: Editor;
  readonly #tracer: Tracer;
  readonly #report: (problem: Problem) => void;
  #run = $state.raw<Run | undefined>();
  #close: (() => void) | undefined;

  isRunning = $state(false);
  /** What keeps the network from being trained, until it is tried again. */
  problem = $state.raw<Problem | undefined>();
  /** Of the epoch under way. */
  progress = $state.raw<Extract<TrainEvent, { kind: 'progress' }> | undefined>();
  /** The epoch whose weights are shown; the document's own when undefined. */
  shown = $state<number | undefined>();

  constructor(client: EngineClient, editor: Editor, tracer: Tracer, report: (problem: Problem) => void) {
    this.#client = client;
    this.#editor = editor;
    this.#tracer = tracer;
    this.#report = report;
  }

  get settings(): TrainingSettings {
    return this.#editor.document.training ?? initialTraining;
  }

  /** The run, as long as its weights still fit the network. */
  readonly run = $derived.by(() => {
    const { nodes } = this.#editor.inference;
    const fits = this.#run?.program.parameters.every(({ node, name, shape }) => {
      const spec = nodes.get(node)?.emission?.parameters.find((parameter) => parameter.name === name);
      return spec?.shape.join() === shape.join();
    });
    return fits ? this.#run : undefined;
  });

  readonly results = $derived(this.run?.epochs.flatMap(({ result }) => result ?? []) ?? []);
  /** The document as every panel shows it: with the weights of the epoch looked at. */
  readonly document = $derived.by((): Document => {
    const { document } = this.#editor;
    const epoch = this.shown === undefined ? undefined : this.run?.epochs[this.shown];
    return epoch ? { ...document, parameters: { ...document.parameters, ...epoch.parameters } } : document;
  });

  change(settings: Partial<TrainingSettings>): void {
    this.#editor.apply({ kind: 'set-training', settings: { ...this.settings, ...settings } });
  }

  /** From the weights the document has. */
  start(epochs = this.settings.epochs): void {
    const found = trainRequest(this.#editor.document, this.settings, this.#tracer.provider);
    this.problem = isProblem(found) ? found : undefined;
    if (isProblem(found)) return;
    const { request, program } = found;
    const parameters = parametersOf(program, request.values);
    this.#run = { request, program, epochs: [{ values: request.values, parameters }] };
    this.#open({ ...request, epochs });
  }

  /** One epoch more, with everything the optimiser remembers. */
  goOn(): void {
    const { run } = this;
    const last = run?.epochs.at(-1);
    if (!run || !last) {
      this.start(1);
      return;
    }
    const epoch = run.epochs.length - 1;
    this.#open(resumeAfter(run.request, epoch, last.values, epoch + 1));
  }

  /** Another document: its weights have no history. */
  reset(): void {
    this.stop();
    this.#run = undefined;
    this.shown = undefined;
    this.progress = undefined;
    this.problem = undefined;
  }

  stop(): void {
    this.#close?.();
  }

  /** Back to the weights the run started from. */
  resetToInitial(): void {
    const [first] = this.run?.epochs ?? [];
    if (first) this.#editor.apply({ kind: 'set-parameters', parameters: first.parameters });
    this.#run = undefined;
    this.shown = undefined;
  }

  /** The weights looked at become the document's. */
  keep(): void {
    const epoch = this.shown === undefined ? undefined : this.run?.epochs[this.shown];
    if (epoch) this.#editor.apply({ kind: 'set-parameters', parameters: epoch.parameters });
    this.shown = undefined;
  }

  #open(request: TrainRequest): void {
    this.isRunning = true;
    this.#close = this.#client.train(request, (event) => this.#take(event));
  }

  #take(event: TrainEvent): void {
    switch (event.kind) {
      case 'start':
        if (event.notice) this.#report(event.notice);
        return;
      case 'progress':
        this.progress = event;
        return;
      case 'epochs':
        this.#addEpochs(event.epochs);
        return;
      case 'failed':
        this.problem = event.problem;
        this.#end();
        return;
      case 'done':
      case 'stopped':
        this.#end();
    }
  }

  #addEpochs(over: readonly TrainedEpoch[]): void {
    const run = this.#run;
    if (!run) return;
    const results = run.epochs.flatMap(({ result }) => result ?? []);
    const rows = prepareData(this.#editor.document.data, this.settings);
    const classes = isProblem(rows) ? 0 : rows.training.classes.length;
    const added = over.map(({ values, ...result }): Epoch => {
      results.push(result);
      const observation = observe(results, results.length - 1, classes);
      return { values, parameters: parametersOf(run.program, values), result, observation };
    });
    const epochs = withinMemory([...run.epochs, ...added], added.length);
    this.#run = { ...run, epochs };
    this.progress = undefined;
    this.shown = epochs.length - 1;
  }

  /** The last epoch becomes the document's: one undo step takes the whole run back. */
  #end(): void {
    this.isRunning = false;
    this.progress = undefined;
    this.#close = undefined;
    const last = this.run?.epochs.at(-1);
    if (last?.result) this.#editor.apply({ kind: 'set-parameters', parameters: last.parameters });
    this.shown = undefined;
  }
}

/** Results stay; the weights of the oldest epochs but the first are let go when there are too many. */
function withinMemory(epochs: readonly Epoch[], added: number): readonly Epoch[] {
  const newest = [...(epochs.at(-1)?.values.values() ?? [])];
  const each = newest.reduce((sum, { values }) => sum + values.length, 0);
  const surplus = epochs.length - Math.max(2, Math.floor(keptValues / Math.max(1, each)));
  if (surplus <= 0) return epochs;
  // Those before were let go when their turn came.
  const from = Math.max(1, surplus - added + 1);
  const kept = [...epochs];
  for (let at = from; at <= surplus; at++) {
    const epoch = kept[at];
    if (epoch) kept[at] = { ...epoch, values: new Map(), parameters: {} };
  }
  return kept;
}
