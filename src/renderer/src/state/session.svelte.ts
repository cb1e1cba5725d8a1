/** Everything the panels share, put together once; data flows from the document down. */
import { createContext } from 'svelte';
import { stageName, type NodeId } from '#shared/document/document';
import type { NodeInference } from '#shared/document/infer';
import { repairEdits } from '#shared/document/repairs';
import type { Problem, Repair } from '#shared/messages/problem';
import { desktop, onEnginePort } from '../bridge';
import { Editor } from './editor.svelte';
import { EngineClient } from './engine-client';
import { Notices } from './notices.svelte';
import { Selection } from './selection.svelte';
import { Settings } from './settings.svelte';
import { Stepper } from './stepper.svelte';
import { Tracer } from './tracer.svelte';
import { Workspace } from './workspace.svelte';

export const modes = ['Build', 'Data Flow'] as const;
export type Mode = (typeof modes)[number];

export class Session {
  readonly #client = new EngineClient();
  readonly editor = new Editor();
  readonly notices = new Notices();
  readonly selection = new Selection();
  readonly settings = new Settings();
  readonly tracer = new Tracer(this.#client, this.notices.report);
  readonly workspace = new Workspace(this.editor, this.tracer, this.#client, this.notices);

  /** The stages of the forward pass: every complete node, in the order they are computed. */
  readonly stages = $derived(
    [...this.editor.inference.nodes.values()].filter(({ emission }) => emission).map(({ node }) => node.id),
  );
  readonly stepper = new Stepper(() => this.stages);
  mode = $state<Mode>('Build');

  /** A run that crashes the engine is tried once more, not for ever. */
  #crashes = 0;

  constructor() {
    onEnginePort((port) => {
      this.#client.connect(port);
      void this.tracer.loadProviders();
      if (this.#crashes === 1 && this.tracer.isLive) this.run();
    });
    desktop.onEngineStopped(() => {
      this.#crashes++;
      this.#client.disconnect();
    });
    desktop.onCloseAsked(() => {
      void this.workspace.keep().then(() => desktop.call('window.close', undefined));
    });
  }

  /** Call once, when the window is mounted. */
  async start(): Promise<void> {
    await this.workspace.start();
    await desktop.call('engine.connect', undefined);
  }

  /** The one node panels are about: the selected one. */
  get focus(): NodeInference | undefined {
    const id = this.selection.only;
    return id === undefined ? undefined : this.editor.inference.nodes.get(id);
  }

  run = (): void => {
    this.#crashes = this.tracer.state === 'done' ? 0 : this.#crashes;
    const { document, inference } = this.editor;
    this.tracer.isLive = true;
    this.tracer.request(document, inference);
    if (this.stepper.index < 0) this.goToStage(0);
  };

  /** A run blocks the engine, so stopping it means starting a new engine. */
  stopRun = (): void => {
    this.tracer.isLive = false;
    void desktop.call('engine.restart', undefined);
  };

  goToStage(index: number): void {
    this.stepper.goTo(index);
    if (this.stepper.current !== undefined) this.selection.select([this.stepper.current]);
  }

  /** Selecting a node is being at its stage. */
  selectNodes(nodes: Iterable<NodeId>, edges: Iterable<string> = []): void {
    this.selection.select(nodes, edges);
    const { only } = this.selection;
    if (only !== undefined && only !== this.stepper.current && this.stages.includes(only)) {
      this.stepper.current = only;
    }
  }

  repair(problem: Problem, repair: Repair): void {
    this.editor.apply({ kind: 'all', edits: repairEdits(this.editor.document, problem, repair) });
  }

  nameOf(node: NodeId): string {
    const found = this.editor.inference.nodes.get(node)?.node;
    return found ? stageName(found) : node;
  }
}

export const [getSession, setSession] = createContext<Session>();
