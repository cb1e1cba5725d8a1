/** A session without a window, driven as a person drives it. Its numbers are the engine's, its files lie in a folder. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flushSync } from 'svelte';
import { afterEach, beforeEach } from 'vitest';
import type { NodeId, Position } from '#shared/document/document';
import type { TrainingSettings } from '#shared/document/training-settings';
import { elementAt, floatTensor, numbersOf } from '#shared/tensor/tensor';
import { modeList } from '../modes/index';
import { follow } from './follow.svelte';
import { Session } from './session.svelte';
import { TestHost, type Given } from './testing-host';

// What no start shows is loaded once the window is idle; here is none.
globalThis.requestIdleCallback = () => 0;

/** So many turns without a word, and nothing is on its way. */
const quietTurns = 4;

export class TestSession extends Session {
  readonly #ends: () => void;
  declare readonly host: TestHost;

  constructor(host: TestHost) {
    super(host, modeList);
    const { background } = this;
    for (const name of ['run', 'inTurns'] as const) {
      const work = background[name].bind(background) as (...given: unknown[]) => Promise<unknown>;
      Object.assign(background, { [name]: (...given: unknown[]) => host.during(work(...given)) });
    }
    this.#ends = $effect.root(() => {
      follow(this);
    });
  }

  /** What this and what follows from it has come to. */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < quietTurns;) {
      const { said } = this.host;
      flushSync();
      await new Promise((resolve) => setTimeout(resolve));
      quiet = this.host.isBusy || this.host.said !== said ? 0 : quiet + 1;
    }
  }

  /** The app ends, whether anything is unsaved or not. */
  end(): void {
    this.#ends();
    this.host.end();
  }

  /** Runs the network, and answers once it has. */
  async ran(): Promise<void> {
    this.run();
    await this.settled();
  }

  /** Begins to learn, with other settings. */
  async begin(settings: Partial<TrainingSettings> = {}): Promise<void> {
    this.trainer.change(settings);
    await this.settled();
    this.trainer.start();
  }

  /** Answers its name. */
  add(layer: string, position: Position = { x: 0, y: 0 }): string {
    this.addLayer(layer, position);
    return this.editor.document.nodes.at(-1)?.name ?? '';
  }

  /** Errors: Error where nothing is called so. */
  id(name: string): NodeId {
    const node = this.editor.document.nodes.find((each) => each.name === name || each.stage === name);
    if (!node) throw new Error(`nothing is called ${name}`);
    return node.id;
  }

  /** Wires the first output of each to the first input of the next. */
  connect(...names: readonly string[]): void {
    names.slice(1).forEach((name, at) => {
      const [from, to] = [this.id(names[at] ?? ''), this.id(name)];
      const [port = 'x'] = this.editor.inference.nodes.get(to)?.inputs.map((input) => input.port) ?? [];
      this.editor.apply({
        ...{ kind: 'connect', from: { node: from, port: 'y' }, to: { node: to, port } },
      });
    });
  }

  set(name: string, attribute: string, value: unknown): void {
    this.editor.apply({ kind: 'set-attribute', node: this.id(name), name: attribute, value: value as never });
  }

  /** The bias of a layer that has one, typed in. */
  setBias(name: string, ...values: readonly number[]): void {
    const value = floatTensor([values.length], values);
    this.editNumber({ kind: 'set-parameter', node: this.id(name), name: 'bias', value }, `bias of ${name}`);
  }

  /** All that a node answered in the last run, to as many places as a card shows. */
  numbers(name: string, port?: string): readonly number[] {
    const tensor = this.tracer.tensorAt(this.id(name), port);
    if (!tensor) throw new Error(`${name} has no numbers`);
    return Array.from(numbersOf(tensor), (value) => Number(value.toFixed(3)));
  }

  /** One of them. */
  number(name: string, index: readonly number[]): number {
    const tensor = this.tracer.tensorAt(this.id(name));
    if (!tensor) throw new Error(`${name} has no numbers`);
    return Number(elementAt(tensor, index).toFixed(3));
  }

  /** What stands at the edge of the window. */
  get said(): readonly string[] {
    return this.notices.list.map(({ text }) => text);
  }
}

/** The sessions of a test, in a folder of its own that is a machine's. */
export class Machine {
  folder = '';
  readonly #sessions: TestSession[] = [];

  constructor() {
    beforeEach(() => {
      this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'layerloom-session-')));
    });
    afterEach(() => {
      for (const session of this.#sessions.splice(0)) session.end();
      // What was under way may still be writing.
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 9, retryDelay: 20 });
    });
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  /** The app is started, with its first lesson where nothing else is to be opened. */
  async start(given: Omit<Given, 'folder'> = {}): Promise<TestSession> {
    const host = new TestHost({ folder: this.folder, ...given });
    await host.ready();
    const session = new TestSession(host);
    this.#sessions.push(session);
    await session.start();
    await session.settled();
    return session;
  }

  /** The same with an empty network. */
  async startEmpty(given: Omit<Given, 'folder'> = {}): Promise<TestSession> {
    const session = await this.start(given);
    await session.workspace.createNew();
    await session.settled();
    return session;
  }
}
