/** A training run under way, halted or over: what it has come to, and which moment of it is looked at. */
import type { TrainEvent, TrainRequest } from '#shared/contract/engine';
import type { Document } from '#shared/document/document';
import { initialTraining, type TrainingSettings } from '#shared/document/training-settings';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { resumeAfter, trainRequest, withRepairs } from '#shared/training/request';
import { rowsFor } from '#shared/training/rows';
import type { KeptRun } from '../background/kept-run';
import type { Editor } from './editor.svelte';
import type { EngineClient } from './engine-client';
import type { Preparer } from './preparer';
import {
  addBatches,
  addEpochs,
  addKept,
  addStanding,
  backToStanding,
  beginRun,
  epochsOf,
  hasWeightsOf,
  momentsOf,
  nameOf,
  withRequest,
  type Epoch,
  type Moment,
  type Place,
  type Run,
} from './run';
import type { Tracer } from './tracer.svelte';

/** How far it is to go: to the end of the plan, of the epoch, or of one minibatch. */
type Stretch = 'plan' | 'epoch' | 'batch';

export class Trainer {
  readonly #client: EngineClient;
  readonly #editor: Editor;
  readonly #tracer: Tracer;
  readonly #preparer: Preparer;
  readonly #report: (problem: Problem) => void;
  #run = $state.raw<Run | undefined>();
  /** Of a run that ended with the app, which has come back with its weights. */
  #recalled = $state.raw<{ readonly at: string; readonly epochs: readonly Epoch[] } | undefined>();
  /** The moment whose weights are shown; the document's own when undefined. */
  #moment = $state.raw<Place | undefined>();
  #close: (() => void) | undefined;
  #stretch: Stretch = 'plan';
  /** What it is to be once it halts, where someone asked for that. */
  #halting: 'idle' | 'paused' | undefined;
  /** Every halt of a run writes its weights into the document: together they are one undo step. */
  #runs = 0;
  /** The request to send again once there is an engine, and where an engine ended before. */
  #waiting: Stretch | undefined;
  #crashedAt: Run['standing'] | undefined;
  #ended: (() => void)[] = [];

  state = $state<'idle' | 'running' | 'paused'>('idle');
  /** What keeps the network from being trained, until it is tried again. */
  problem = $state.raw<Problem | undefined>();
  /** Of the epoch under way. */
  progress = $state.raw<Extract<TrainEvent, { kind: 'progress' }> | undefined>();
  /** Rows on their way to the engine, before a run can begin: how many of how many. */
  handing = $state.raw<{ readonly done: number; readonly total: number } | undefined>();

  constructor(
    client: EngineClient,
    editor: Editor,
    tracer: Tracer,
    preparer: Preparer,
    report: (problem: Problem) => void,
  ) {
    this.#client = client;
    this.#editor = editor;
    this.#tracer = tracer;
    this.#preparer = preparer;
    this.#report = report;
  }

  get settings(): TrainingSettings {
    return this.#editor.document.training ?? initialTraining;
  }
  get isRunning(): boolean {
    return this.state === 'running';
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

  readonly epochs = $derived(this.run?.epochs ?? this.#recalled?.epochs ?? []);
  readonly results = $derived(this.epochs.flatMap(({ result }) => result ?? []));
  /** Everything that can be looked at. */
  readonly moments = $derived(this.run ? momentsOf(this.run) : []);
  /** What is looked at; undefined when it is the document itself. */
  readonly moment = $derived.by(() => {
    const at = this.#moment;
    return at && this.moments.find(({ epoch, batch }) => epoch === at.epoch && batch === at.batch);
  });
  /** Whether the document's own weights are the very ones the run has come to, and none kept or changed since. */
  readonly isNewest = $derived.by(() => {
    const newest = this.run?.epochs.at(-1);
    return !newest || hasWeightsOf(this.#editor.document, newest);
  });
  /** The document as every panel shows it: with the weights of the moment looked at. */
  readonly document = $derived.by((): Document => {
    const { document } = this.#editor;
    if (!this.moment) return document;
    return { ...document, parameters: { ...document.parameters, ...this.moment.parameters } };
  });

  /** The epoch whose weights are shown, or the last whole one before the minibatch that is. */
  get shown(): number | undefined {
    return this.#moment?.epoch;
  }
  set shown(epoch: number | undefined) {
    this.#moment = epoch === undefined ? undefined : { epoch };
  }
  /** What is looked at, in words. */
  get shownName(): string {
    return this.#moment ? nameOf(this.#moment) : '';
  }

  show({ epoch, batch }: Place): void {
    this.#moment = { epoch, ...(batch !== undefined && { batch }) };
  }

  /** What is to be kept in case the app ends: weights that are not the document's yet, and how the run went. */
  get worth(): { readonly standing?: Moment; readonly run?: KeptRun } {
    const { run, results } = this;
    const isOnItsWay = this.state === 'running' && isTrained(run?.standing);
    const at = run ? nameOf(run.standing) : this.#recalled?.at;
    return {
      ...(isOnItsWay && run && { standing: run.standing }),
      ...(at !== undefined && results.length > 0 && { run: { at, results } }),
    };
  }

  /** What was kept of a run whose weights the document has. */
  recall({ at, results }: KeptRun): void {
    this.#recalled = { at, epochs: epochsOf(results, this.#classes()) };
  }

  change(settings: Partial<TrainingSettings>): void {
    void this.#preparer.apply({ kind: 'set-training', settings: { ...this.settings, ...settings } });
  }

  /** A new run, from the weights the document has. */
  start(stretch: Stretch = 'plan'): void {
    const found = this.#request();
    if (isProblem(found)) return;
    this.#runs++;
    this.#run = beginRun(found.request, found.program);
    this.#recalled = undefined;
    this.#open(found.request, stretch);
  }

  /** Whether there is a run to go on with: halted, and its weights the network's still. */
  get canGoOn(): boolean {
    return this.state === 'paused' && this.run !== undefined && this.#hasWeightsOf(this.run);
  }

  /** On from where the run stands, if the network still has its weights; else a new run. */
  goOn(stretch: Stretch): void {
    const run = this.run;
    if (!run || !this.#hasWeightsOf(run)) {
      this.start(stretch);
      return;
    }
    const found = this.#request();
    if (isProblem(found)) return;
    this.#run = withRequest(run, found);
    this.#moment = undefined;
    this.#open(this.#requestFrom(this.#run, stretch), stretch);
  }

  /** Halts it where it is; it can go on. */
  pause(): void {
    if (this.isRunning) this.#halt(this.#halting ?? 'paused');
  }

  /** Ends it where it is. */
  stop(): void {
    this.#halt('idle');
  }

  /** An engine that is on its way has nothing to close. */
  #halt(state: 'idle' | 'paused'): void {
    this.#halting = state;
    if (this.#waiting !== undefined || !this.isRunning) this.#end(state);
    else this.#close?.();
  }

  /** Resolves once no run is under way. */
  async whenHalted(): Promise<void> {
    if (this.isRunning) await new Promise<void>((resolve) => this.#ended.push(resolve));
  }

  /** Another document: its weights have no history. */
  reset(): void {
    this.#close?.();
    this.#run = undefined;
    this.#recalled = undefined;
    this.#moment = undefined;
    this.progress = undefined;
    this.problem = undefined;
    if (!this.isRunning) this.state = 'idle';
  }

  /** Back to the weights the run started from. */
  resetToInitial(): void {
    const [first] = this.run?.epochs ?? [];
    if (first) this.#editor.apply({ kind: 'set-parameters', parameters: first.parameters });
    this.reset();
  }

  /** The weights looked at become the document's. */
  keep(): void {
    if (this.moment) this.#editor.apply({ kind: 'set-parameters', parameters: this.moment.parameters });
    this.#moment = undefined;
  }

  /** A fresh engine: the run it ended in the middle of goes on from where it stands. */
  useFreshEngine(): void {
    const [run, stretch] = [this.run, this.#waiting];
    this.#waiting = undefined;
    if (stretch === undefined) return;
    if (!run) {
      this.#end('idle');
      return;
    }
    this.#run = backToStanding(run);
    this.#report(problem('training-goes-on', { at: nameOf(run.standing) }));
    this.#open(this.#requestFrom(this.#run, stretch), stretch);
  }

  /** Errors: what keeps the document from being trained, which is shown. */
  #request(): ReturnType<typeof trainRequest> {
    const { document } = this.#editor;
    const rows = rowsFor(document.data, this.settings);
    const found = trainRequest(document, this.settings, this.#tracer.provider, rows, this.#client.give);
    this.problem = isProblem(found) ? found : undefined;
    return found;
  }

  #requestFrom({ request, standing }: Run, stretch: Stretch): TrainRequest {
    const { epoch, values, within } = standing;
    const epochs = stretch === 'plan' ? Math.max(this.settings.epochs, epoch + 1) : epoch + 1;
    const fitting = [...values].filter(([name]) => request.values.has(name));
    const next = resumeAfter(request, epoch, new Map(fitting), epochs, within);
    return stretch === 'batch' ? { ...next, limit: 1 } : next;
  }

  #open(request: TrainRequest, stretch: Stretch): void {
    this.state = 'running';
    this.#stretch = stretch;
    this.#halting = undefined;
    const epochs = stretch === 'plan' ? request.epochs : request.from.epoch + 1;
    const limit = stretch === 'batch' ? { limit: 1 } : {};
    this.#close = this.#client.train(
      { ...request, ...limit, epochs },
      (event) => this.#take(event),
      (done, total) => (this.handing = done < total ? { done, total } : undefined),
    );
  }

  #take(event: TrainEvent): void {
    switch (event.kind) {
      case 'start':
        if (event.notice) this.#report(event.notice);
        return;
      case 'progress':
        this.progress = event;
        return;
      case 'batches':
        this.#run &&= addBatches(this.#run, event.batches);
        return;
      case 'kept':
        this.#run &&= addKept(this.#run, event.batches);
        return;
      case 'standing':
        this.#run &&= addStanding(this.#run, event.batch);
        return;
      case 'epochs':
        this.#run &&= addEpochs(this.#run, event.epochs, this.#classes());
        this.progress = undefined;
        if (this.#run) this.shown = this.#run.epochs.length - 1;
        return;
      case 'failed':
        this.#fail(event.problem);
        return;
      case 'done':
      case 'stopped': {
        const isOver = (this.run?.standing.epoch ?? 0) >= this.settings.epochs;
        this.#end(isOver ? 'idle' : (this.#halting ?? 'paused'));
      }
    }
  }

  /** How many classes there are to guess between; none when numbers are predicted. */
  #classes(): number {
    const rows = rowsFor(this.#editor.document.data, this.settings);
    return isProblem(rows) ? 0 : rows.training.classes.length;
  }

  #fail(found: Problem): void {
    const standing = found.code === 'engine-stopped' ? this.run?.standing : undefined;
    if (standing && this.#halting) this.#end(this.#halting);
    else if (standing && standing !== this.#crashedAt) {
      this.#crashedAt = standing;
      this.#waiting = this.#stretch;
    } else {
      this.problem = standing
        ? problem('training-crashed', { at: nameOf(standing) })
        : withRepairs(found, this.settings);
      this.#end('idle');
    }
  }

  /** Where the run stands becomes the document's: one undo step takes the whole run back. */
  #end(state: 'idle' | 'paused'): void {
    this.state = this.run ? state : 'idle';
    this.progress = undefined;
    this.handing = undefined;
    this.#close = undefined;
    this.#waiting = undefined;
    this.#moment = undefined;
    const standing = this.run?.standing;
    if (standing && isTrained(standing) && !this.#hasWeightsOf(this.run))
      this.#editor.apply({ kind: 'set-parameters', parameters: standing.parameters }, `run ${this.#runs}`);
    for (const ended of this.#ended.splice(0)) ended();
  }

  /** Whether the document's weights are those the run stands at. */
  #hasWeightsOf(run: Run | undefined): boolean {
    return !run || hasWeightsOf(this.#editor.document, run.standing);
  }
}

/** Whether it is anywhere but at the start. */
function isTrained(place: Place | undefined): boolean {
  return place !== undefined && (place.epoch > 0 || place.batch !== undefined);
}
