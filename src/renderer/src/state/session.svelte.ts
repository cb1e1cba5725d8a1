/** Everything the panels share, put together once; data flows from the document down. */
import { createContext } from 'svelte';
import { stageName, type Document, type NodeId } from '#shared/document/document';
import type { Edit } from '#shared/document/edits';
import { hiddenIn, passedOver } from '#shared/document/groups';
import type { Inference, NodeInference } from '#shared/document/infer';
import { repairEdits } from '#shared/document/repairs';
import { canvasMessages } from '#shared/messages/canvas';
import { fill } from '#shared/messages/fill';
import { headerMessages } from '#shared/messages/header';
import { type Problem, type Repair } from '#shared/messages/problem';
import { Adding, type LayerPlace } from './adding';
import { Announcer } from './announcer.svelte';
import { Arrays } from './arrays';
import { Background } from './background.svelte';
import { Blocks } from './blocks.svelte';
import { Backward, lossStage } from './backward.svelte';
import { Bundled } from './bundled';
import { Chosen } from './chosen';
import { Clipboard } from './clipboard';
import { Comparer } from './comparer.svelte';
import { Closing } from './closing.svelte';
import { Code } from './code.svelte';
import { DataSets } from './data-sets.svelte';
import { Editing } from './editing.svelte';
import { Editor } from './editor.svelte';
import { EngineClient } from './engine-client';
import { EngineLife } from './engine-life';
import { Examiner } from './examiner.svelte';
import { Exporter } from './exporter';
import { Findings } from './findings';
import { Groups } from './groups';
import { Hosted, type Host } from './host';
import { Joining } from './joining';
import { Lens } from './lens.svelte';
import type { ModeKinds } from './mode-kind';
import { Notices } from './notices.svelte';
import { Practice } from './practice.svelte';
import { Preparer } from './preparer';
import { Providers } from './providers.svelte';
import { Quiz } from './quiz.svelte';
import { recorder } from './recorder';
import { Selection } from './selection.svelte';
import { Settings } from './settings.svelte';
import { Stepper } from './stepper.svelte';
import { storedFor } from './stored-for';
import { Tracer } from './tracer.svelte';
import { Trainer } from './trainer.svelte';
import { View } from './view.svelte';
import { Workspace } from './workspace.svelte';

const firstWatched = 'Curves';

export class Session extends Hosted {
  readonly #desktop = this.host.desktop;
  readonly #client = new EngineClient();
  readonly notices = new Notices();
  readonly announcer = new Announcer();
  readonly #engine = new EngineLife({
    ...{ host: this.host, client: this.#client, notices: this.notices },
    onFresh: (isTriedAgain) => {
      void this.providers.look();
      if (isTriedAgain && this.tracer.isLive) this.run();
      this.trainer.useFreshEngine();
    },
  });
  readonly #stored = storedFor(this.#desktop, this.notices);
  readonly editor = new Editor(this.notices.report);
  readonly selection = new Selection();
  readonly clipboard = new Clipboard(this.editor, this.selection, this.notices);
  readonly settings = new Settings(this.#stored);
  readonly view = new View();
  readonly tracer = new Tracer(this.#client, this.notices.report);
  readonly providers = new Providers(
    this.#client,
    (provider) => this.#desktop.call('provider.probe', { provider }),
    () => this.host.untilCalm(),
  );
  readonly #record = recorder(this.#client, this.#engine.restart);
  readonly #findings = new Findings(this.editor, this.#record, this.notices);
  readonly background = new Background(this.host, this.#record);
  readonly editing = new Editing(this);
  readonly arrays = new Arrays(this.#desktop, this.editor, this.background, this.notices);
  readonly #preparer = new Preparer(this.editor, this.background);
  readonly trainer = new Trainer(this.#client, this.editor, this.tracer, this.#preparer, this.notices.report);
  /** What much of the rest is made of. */
  readonly #common = {
    ...{ host: this.host, desktop: this.#desktop, sets: new Bundled(this.#desktop) },
    ...{ editor: this.editor, selection: this.selection, view: this.view, notices: this.notices },
    ...{ tracer: this.tracer, trainer: this.trainer, background: this.background },
    ...{ client: this.#client, record: this.#record, preparer: this.#preparer },
  };
  readonly blocks = new Blocks(this.#stored);
  readonly groups = new Groups(
    this.editor,
    this.selection,
    this.view,
    this.trainer,
    this.blocks,
    (nodes) => this.selectNodes(nodes),
    this.notices.report,
  );
  readonly dataSets = new DataSets(this.#common);
  readonly comparer = new Comparer(this.#client, this.tracer, this.#engine.restart);
  readonly examiner = new Examiner(this.#client, this.trainer);
  readonly backward = new Backward(this.#client, this.trainer, () => this.dataSets.sample?.target);
  readonly workspace = new Workspace({
    ...this.#common,
    forget: () => this.#forget(),
    begin: () => this.#begin(),
  });

  readonly adding = new Adding(this, (nodes) => this.selectNodes(nodes));
  readonly addLayer = this.adding.add.bind(this.adding);
  readonly lens: Lens;
  readonly joining = new Joining({
    ...this.#common,
    ...{ workspace: this.workspace, comparer: this.comparer },
    answered: ({ node, port }) => this.tracer.tensorAt(node, port),
    select: (nodes) => {
      this.selectNodes(nodes);
      for (const id of nodes.slice(0, 1)) this.view.show(id);
    },
  });

  /** A lesson's progress is kept by its own name. */
  readonly practice = new Practice(
    this.#client,
    this.#stored,
    () => this.workspace.lesson?.id ?? this.workspace.fileName ?? this.editor.document.title,
  );
  readonly quiz = new Quiz(this.#client, this.trainer, () => this.workspace.teaching.questions);
  readonly code = new Code(this.#common);
  readonly closing = new Closing({ ...this.#common, workspace: this.workspace });
  readonly exporter = new Exporter(this.#common);

  /** Of the window. */
  readonly title = $derived.by(() => {
    const name = this.workspace.fileName ?? this.editor.document.title;
    return (this.editor.isChanged ? '• ' : '') + fill(headerMessages.windowTitle, { name });
  });
  /** The stages of the forward pass: every complete node, in the order they are computed; of a closed block what leaves it. */
  readonly pipeline = $derived.by((): readonly NodeInference[] => {
    const inside = passedOver(this.editor.document);
    return [...this.editor.inference.nodes.values()].filter(
      ({ node, emission }) => emission && !inside.has(node.id),
    );
  });
  readonly stages = $derived(this.pipeline.map(({ node }) => node.id));
  readonly stepper = new Stepper(() => this.stages);
  readonly chosen = new Chosen({
    ...{ ...this.#common, clipboard: this.clipboard, stepper: this.stepper },
    select: (...chosen) => this.selectNodes(...chosen),
  });
  /** The view of a training run that is open. */
  watched = $state(firstWatched);
  /** The rows that Shapes is worked out for; as many as the network is given where nothing is said. */
  rowsAtOnce = $state<number | undefined>();
  /** The search for a layer is open while this is set. */
  layerPlace = $state.raw<LayerPlace | undefined>();
  /** The run under way was asked for: its end is told. */
  isRunAsked = false;
  isFindOpen = $state(false);
  isHelpOpen = $state(false);

  constructor(host: Host, modes: ModeKinds) {
    super(host);
    this.lens = new Lens(modes, () => this.workspace.teaching.guide);
    this.#desktop.onFileAsked(() => void this.workspace.openAsked());
  }

  /** Call once, before the window is drawn. */
  async start(): Promise<void> {
    await Promise.all([
      this.#engine.connect(),
      this.#recall(),
      this.workspace.start(),
      this.dataSets.start(),
    ]);
  }

  /** What was kept between starts, and what an administrator decided. */
  async #recall(): Promise<void> {
    const reply = await this.#desktop.call('start.read', undefined);
    if (!reply.ok) {
      this.notices.report(reply.problem);
      return;
    }
    const { kept, modesLeftOut, problems } = reply.value;
    this.#stored.recall(kept);
    for (const each of [this.settings, this.practice, this.blocks]) each.recall();
    this.lens.leftOut = modesLeftOut;
    for (const found of problems) this.notices.report(found);
  }

  /** The one node panels are about: the selected one. */
  get focus(): NodeInference | undefined {
    const id = this.selection.only;
    return id === undefined ? undefined : this.editor.inference.nodes.get(id);
  }

  run = (): void => {
    if (this.tracer.state === 'done') this.#engine.forgive();
    this.tracer.isLive = true;
    this.isRunAsked = true;
    this.trace(this.trainer.document, this.editor.inference, true);
    if (this.stepper.index >= 0) {
      // What is selected may have been completed since.
      const { only } = this.selection;
      if (only !== undefined && this.stages.includes(only)) this.stepper.current = only;
      return;
    }
    this.stepper.goTo(this.#start);
    // No step the person took: the way back stays where it is.
    if (this.stepper.current !== undefined) this.selection.select([this.stepper.current]);
  };

  /** What operators answer that were not run with what comes in now is found first: it makes another document. */
  trace(document: Document, inference: Inference, isAsked = false): void {
    void this.#findings.look(isAsked);
    this.tracer.request(document, inference);
  }

  /** Where someone begins who is nowhere yet: Math works numbers out, so not at those that are given. */
  get #start(): number {
    return this.lens.kind.worksOut ? this.pipeline.findIndex(({ inputs }) => inputs.length > 0) : 0;
  }

  /** A new network or a lesson is no matter of the mode the one before was left in. */
  #begin(): void {
    this.lens.begin();
    this.watched = firstWatched;
  }

  /** What belonged to the document that was closed. */
  #forget(): void {
    this.stepper.reset();
    this.trainer.reset();
    this.backward.reset();
    this.quiz.reset();
    this.comparer.stop();
    this.editing.reset();
    this.rowsAtOnce = undefined;
    this.selection.select([]);
  }

  stopRun = (): void => {
    this.tracer.isLive = false;
    this.#engine.restart();
  };

  goToStage(index: number): void {
    this.stepper.goTo(index);
    if (this.stepper.current !== undefined) this.selectNodes([this.stepper.current]);
  }

  /** The same on the way back, where the loss is a stage, too. */
  goBackTo(index: number): void {
    this.backward.stepper.goTo(index);
    this.#selectBackward(this.backward.stepper.current);
  }
  #selectBackward(stage: string | undefined): void {
    if (stage !== undefined && stage !== lossStage) this.selectNodes([stage]);
  }

  /** Selecting a node is being at its stage. */
  selectNodes(...chosen: Parameters<Selection['select']>): void {
    this.selection.select(...chosen);
    const { only } = this.selection;
    if (only === undefined) return;
    const { backward, stepper } = this;
    if (only !== stepper.current && this.stages.includes(only)) stepper.current = only;
    if (backward.stages.includes(only)) backward.stepper.current = only;
  }

  /** Edits a number of the document; of an epoch that is only looked at, its weights are kept first. */
  editNumber(edit: Edit, gesture: string): void {
    if (this.trainer.shown !== undefined) this.trainer.keep();
    this.editor.apply(edit, gesture);
  }

  /** A number of a node's output, of the first where no port is named; its sum is then shown. */
  pickNumber(node: NodeId, index: readonly number[], port?: string): void {
    if (this.selection.only !== node) this.selectNodes([node]);
    const first = this.editor.inference.nodes.get(node)?.emission?.output.port ?? '';
    this.selection.number = { node, port: port ?? first, index };
  }

  /** Goes to a node, and to one number of it where one is named. */
  show(node: NodeId, index?: readonly number[]): void {
    if (!this.editor.inference.nodes.has(node)) return;
    this.lens.mode = this.lens.modes.includes('Data Flow') ? 'Data Flow' : 'Build';
    this.selectNodes([node]);
    if (index) this.pickNumber(node, index);
  }

  /** Goes to a node where it can be seen as a card: in the lens that is on, if that shows the canvas. */
  showCard(node: NodeId): void {
    if (!this.lens.kind.showsCanvas) this.show(node);
    else this.selectNodes([node]);
    this.view.show(node);
  }

  play(): void {
    this.stepper.play((node) => this.selectNodes([node]));
  }
  playBack(): void {
    this.backward.stepper.play((stage) => this.#selectBackward(stage));
  }
  pause(): void {
    this.stepper.pause();
    this.backward.stepper.pause();
  }

  repair(problem: Problem, repair: Repair): void {
    void this.#preparer.apply({ kind: 'all', edits: repairEdits(this.editor.document, problem, repair) });
  }

  /** What a stage is called: of what leaves a closed block, the block's name before the rest of its own. */
  nameOf(node: NodeId): string {
    const found = this.editor.inference.nodes.get(node)?.node;
    const name = found ? stageName(found) : node;
    const block = hiddenIn(this.editor.document).get(node)?.name;
    if (block === undefined) return name;
    const rest = name.startsWith(`${block}.`) ? name.slice(block.length + 1) : name;
    return fill(canvasMessages.inBlock, { block, name: rest });
  }
}

export const [getSession, setSession] = createContext<Session>();
