/** The rows a network learns from: choosing and preparing them, and sending one to the canvas. */
import type { BundledEntry, ChosenFile, Desktop } from '#shared/contract/desktop';
import type { Reply } from '#shared/contract/engine';
import { contentOf } from '#shared/data/content';
import { rowShape, rowWidth, type DataSet } from '#shared/data/data-set';
import { planFor, type DataPlan } from '#shared/data/plan';
import type { Preparation } from '#shared/data/preparation';
import type { PreparedData } from '#shared/data/prepare';
import type { ToySource } from '#shared/data/source';
import type { Reading } from '#shared/data/table';
import type { Shares } from '#shared/data/split';
import { rememberWorkedOut } from '#shared/data/worked-out';
import type { ToyId } from '#shared/data/toy';
import type { NodeId, FloatTensor } from '#shared/document/document';
import type { Edit } from '#shared/document/edits';
import { fileMessages } from '#shared/messages/files';
import { fill } from '#shared/messages/fill';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { trainDataMessages } from '#shared/messages/train-data';
import { sizeOf } from '#shared/tensor/shape';
import { floatTensor } from '#shared/tensor/tensor';
import { lossFor, losses, takesAnswers } from '#shared/training/losses/index';
import { prepareNetwork, rowsNeedFloat } from '#shared/training/network';
import { rowsFor } from '#shared/training/rows';
import type { OpenedRows } from '../background/open-rows';
import type { Bundled } from './bundled';
import type { Background } from './background.svelte';
import type { Editor } from './editor.svelte';
import type { Notices } from './notices.svelte';
import type { Preparer } from './preparer';
import type { Trainer } from './trainer.svelte';

/** A row of the data that is the network's input now. */
export interface Sample {
  /** Place in the set it was taken from, and row of the source; counted from 0. */
  readonly at: number;
  readonly row: number;
  /** Class index, or the number itself. */
  readonly target: number;
  /** The right answer in words. */
  readonly answer: string;
}

interface Sent extends Sample {
  readonly node: NodeId;
  readonly value: FloatTensor;
}

interface Parts {
  readonly desktop: Desktop;
  readonly sets: Bundled;
  readonly editor: Editor;
  readonly trainer: Trainer;
  readonly notices: Notices;
  readonly background: Background;
  readonly preparer: Preparer;
}

export class DataSets {
  readonly #desktop: Desktop;
  readonly #sets: Bundled;
  readonly #editor: Editor;
  readonly #trainer: Trainer;
  readonly #notices: Notices;
  readonly #background: Background;
  readonly #preparer: Preparer;
  #sent = $state.raw<Sent | undefined>();

  /** Those that come with the app. */
  bundled = $state.raw<readonly BundledEntry[]>([]);
  /** What keeps a file from being used, until another is chosen. */
  problem = $state.raw<Problem | undefined>();
  isOpening = $state(false);

  constructor({ desktop, sets, editor, trainer, notices, background, preparer }: Parts) {
    this.#desktop = desktop;
    this.#sets = sets;
    this.#editor = editor;
    this.#trainer = trainer;
    this.#notices = notices;
    this.#background = background;
    this.#preparer = preparer;
  }

  // Of their own: rows are prepared anew when these change, not at every edit.
  readonly plan = $derived.by(() => this.#editor.document.data);
  readonly #settings = $derived.by(() => this.#trainer.settings);

  readonly content = $derived.by(() => (this.plan ? contentOf(this.plan.source) : undefined));
  readonly prepared = $derived.by((): PreparedData | Problem => rowsFor(this.plan, this.#settings));
  /** What about the network does not fit these rows. */
  readonly misfit = $derived.by((): Problem | undefined => {
    const { prepared } = this;
    if (isProblem(prepared)) return undefined;
    const { training } = prepared;
    if (this.#editor.document.nodes.length === 0) {
      const answers = Math.max(training.classes.length, 1);
      return problem('no-network-for-rows', {}, { kind: 'network-for', row: rowShape(training), answers });
    }
    const rows = Math.min(this.#settings.batch, training.targets.length);
    const found = prepareNetwork(this.#editor.document, this.#settings, training, rows, 'train');
    return isProblem(found) ? found : undefined;
  });
  /** The row that was sent to the canvas, as long as its numbers stand there. */
  readonly sample = $derived.by((): Sample | undefined => {
    const sent = this.#sent;
    return sent && this.#editor.document.inputs[sent.node] === sent.value ? sent : undefined;
  });

  async start(): Promise<void> {
    const reply = await this.#desktop.call('data.list', undefined);
    if (reply.ok) this.bundled = reply.value.entries;
    for (const found of reply.ok ? reply.value.problems : [reply.problem]) this.#notices.report(found);
  }

  chooseToy(id: ToyId): void {
    const { plan } = this;
    const before = plan?.source.kind === 'toy' ? plan.source : { noise: 0.1, count: 300, seed: 1 };
    void this.#choose(planFor({ ...before, kind: 'toy', id }));
  }

  /** Sliders are one undo step a gesture. */
  changeToy(change: Partial<Pick<ToySource, 'noise' | 'count' | 'seed'>>, gesture?: string): void {
    const { plan } = this;
    if (plan?.source.kind !== 'toy') return;
    const data = { ...plan, source: { ...plan.source, ...change } };
    this.#editor.apply({ kind: 'set-data', data }, gesture);
  }

  async chooseBundled(id: string): Promise<void> {
    const read = async () => {
      const set = await this.#sets.read(id);
      return isProblem(set) ? set : { plan: planFor({ kind: 'bundled', id, set }) };
    };
    await this.#finish(read());
  }

  open = async (): Promise<void> => {
    this.isOpening = true;
    await this.#finish(this.#read(this.#desktop.call('data.open', { as: 'rows' })));
    this.isOpening = false;
  };

  openDropped = async (file: File): Promise<void> => {
    this.isOpening = true;
    await this.#finish(this.#read(this.#desktop.openDroppedData(file)));
    this.isOpening = false;
  };

  prepare(change: Partial<Preparation>): void {
    const { plan } = this;
    if (!plan) return;
    const preparation = { ...plan.preparation, ...change };
    void this.#choose({ ...plan, preparation });
  }

  /** The same rows, where a text can be read in more than one way. */
  async readAs(reading: Reading): Promise<void> {
    const { plan } = this;
    if (!plan) return;
    const input = { plan, reading, shares: this.#shares() };
    await this.#finish(this.#background.run('read-rows-anew', input, trainDataMessages.readingAnew));
  }

  /** What a column is for; a target that is left out or a feature makes way for the last column that is neither. */
  setRole(column: string, role: 'target' | 'feature' | 'left out'): void {
    const { plan } = this;
    if (!plan) return;
    const { answer: _, ...preparation } = plan.preparation;
    const leftOut = preparation.leftOut.filter((name) => name !== column);
    if (role === 'target')
      void this.#choose({ ...plan, preparation: { ...preparation, leftOut, target: column } });
    else this.prepare({ leftOut: role === 'left out' ? [...leftOut, column] : leftOut });
  }

  /** The row becomes the network's input, prepared as in training; what does not fit is said with its repair. */
  sendToCanvas(data: DataSet, at: number, row = at): void {
    const inputs = [...this.#editor.inference.nodes.values()].filter(
      ({ emission }) => (emission?.graphInputs.length ?? 0) > 0,
    );
    const [input] = inputs;
    const [graphInput] = input?.emission?.graphInputs ?? [];
    if (!input || !graphInput) {
      this.#notices.report(problem('no-input-layer'));
      return;
    }
    const width = rowWidth(data);
    const { shape, dtype } = graphInput;
    if (dtype !== 'float32') {
      this.problem = rowsNeedFloat(input.node, dtype);
      return;
    }
    const [rows = 1] = shape;
    const expected = sizeOf(shape) / rows;
    if (expected !== width) {
      const fitting = [1, ...rowShape(data)];
      const found = problem(
        'data-does-not-fit-input',
        { width, expected },
        { kind: 'set-attribute', attribute: 'shape', value: fitting },
      );
      this.problem = { ...found, node: input.node.id };
      return;
    }
    const one = data.features.take(at, at + 1);
    // A batch is the same row again and again.
    const value = floatTensor(
      shape,
      Float32Array.from({ length: sizeOf(shape) }, (_, place) => one[place % width] ?? 0),
    );
    const target = data.targets[at] ?? Number.NaN;
    const answer = data.classes[target] ?? String(Math.fround(target));
    this.#editor.apply({ kind: 'set-input', node: input.node.id, value }, 'row');
    this.#sent = { at, row, target, answer, node: input.node.id, value };
    this.problem = undefined;
  }

  /** Undefined when the person cancels. */
  async #read(asked: Promise<Reply<ChosenFile | null>>): Promise<OpenedRows | Problem | undefined> {
    const reply = await asked;
    if (!reply.ok) return reply.problem;
    if (!reply.value) return undefined;
    const title = fill(fileMessages.opening, { name: reply.value.name });
    const file = { ...reply.value, shares: this.#shares() };
    return this.#background.run('open-rows', file, title);
  }

  /** Nothing changes where it was cancelled, or where another document is open by then. */
  async #finish(work: Promise<OpenedRows | Problem | undefined>): Promise<void> {
    const isOpen = this.#editor.watch();
    const opened = await work;
    if (opened === undefined || !isOpen()) return;
    if (isProblem(opened)) {
      this.problem = opened;
      return;
    }
    if (opened.workedOut) rememberWorkedOut(opened.plan, opened.workedOut);
    await this.#choose(opened.plan);
  }

  #shares(): Shares {
    const { validation, test, seed } = this.#settings;
    return { validation, test, seed };
  }

  /** With a loss that can take its answers, where the present one cannot; both are one undo step. */
  async #choose(data: DataPlan): Promise<void> {
    const isOpen = this.#editor.watch();
    if (!(await this.#preparer.prepare({ ...this.#editor.document, data })) || !isOpen()) return;
    this.problem = undefined;
    this.#trainer.problem = undefined;
    const edits: Edit[] = [{ kind: 'set-data', data }];
    const loss = fittingLoss(data, this.#settings);
    if (loss !== undefined) {
      edits.push({ kind: 'set-training', settings: { ...this.#settings, loss } });
      this.#notices.say(fill(trainDataMessages.lossChanged, { loss, before: this.#settings.loss }));
    }
    this.#editor.apply({ kind: 'all', edits });
  }
}

/** Undefined where the present loss will do. */
function fittingLoss(plan: DataPlan, settings: Trainer['settings']): string | undefined {
  const prepared = rowsFor(plan, settings);
  const loss = losses.get(settings.loss);
  if (isProblem(prepared) || !loss || takesAnswers(loss, prepared.training)) return undefined;
  return lossFor(prepared.training)?.kind;
}
