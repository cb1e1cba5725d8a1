/** What a session runs in where there is no window: main's own answers over a folder, and threads and the engine in this process. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import type { FindFile } from '#engine/lent-files';
import { createEngine } from '#engine/load';
import { serve, type Port } from '#engine/serve';
import {
  droppedCall,
  droppedDataCall,
  type CallName,
  type CallReplies,
  type CallRequest,
  type Desktop,
  type Start,
} from '#shared/contract/desktop';
import { engineIsUp, type EngineAnswer, type Reply } from '#shared/contract/engine';
import { AskedFiles } from '../../../main/asked-files';
import { serveBytes, type BytePort, type Places } from '../../../main/byte-port';
import { answersOf, type Answer } from '../../../main/calls';
import { EngineHost } from '../../../main/engine-host';
import { Files } from '../../../main/files';
import { Kept } from '../../../main/kept';
import { lentPath } from '../../../main/lending';
import { Lessons } from '../../../main/lessons';
import { RecoveryFolder } from '../../../main/recovery';
import { Answers } from '../../../main/testing';
import { serveJobs, type JobChannel } from '../background/serve-jobs';
import { serveKeeper, type KeeperChannel } from '../background/serve-keeper';
import type { Host, Thread } from './host';

type WindowPort = globalThis.MessagePort;
type Kill = () => void;

const models = join(import.meta.dirname, '../../../../models');

/** What of an engine's process its host uses. */
class EngineProcess {
  readonly #host: TestHost;
  readonly #ports: Set<Kill> = new Set();
  #exit: (() => void) | undefined;

  constructor(host: TestHost) {
    this.#host = host;
  }

  /** Its first word is that it is up; what it asks of files it asks its host itself. */
  on(what: 'message' | 'exit', listener: (message?: typeof engineIsUp) => void): void {
    const { isEngineBroken } = this.#host;
    if (what === 'exit') this.#exit = listener;
    if (what === 'message' && !isEngineBroken) listener(engineIsUp);
    if (what === 'exit' && isEngineBroken) queueMicrotask(listener);
  }
  postMessage(_: unknown, [port]: readonly unknown[]): void {
    if (port) this.#ports.add(this.#host.serveEngine(port as WindowPort));
  }
  kill(): boolean {
    for (const kill of this.#ports) kill();
    queueMicrotask(() => this.#exit?.());
    return true;
  }
}

export interface Given {
  /** Of everything that is kept; the same one is the same machine. */
  readonly folder: string;
  /** What a file dialog is answered, in turn. */
  readonly paths?: readonly (string | undefined)[];
  /** The words on the buttons that are pressed. */
  readonly buttons?: readonly string[];
  readonly asked?: string;
  readonly start?: Partial<Omit<Start, 'kept'>>;
}

export class TestHost implements Host {
  readonly desktop: Desktop;
  readonly dialogs: Answers;
  readonly asked = new AskedFiles();
  /** What was copied last. */
  copied = '';
  /** What the clipboard was asked to do. */
  readonly acted: string[] = [];
  isClosed = false;
  zoom = 1;
  isFullScreen = false;
  /** Each that is started ends at once. */
  isEngineBroken = false;
  /** The ports that are open, so that the process can end. */
  readonly #open = new Set<{ close(): void }>();
  readonly #engine: EngineHost;
  readonly #answers: ReadonlyMap<string, Answer>;
  readonly #files: Files;
  readonly #find: FindFile = (file) => lentPath(this.#files.handles, file);
  #onEnginePort: ((port: WindowPort) => void)[] = [];
  #onEngineStopped: (isGone: boolean) => void = () => undefined;
  #onFileAsked: () => void = () => undefined;
  #onCloseAsked: () => void = () => undefined;
  /** Called with each port for bytes, by its id. */
  readonly #bytes = new Map<number, (port: WindowPort) => void>();
  #lastBytes = 0;
  /** What was asked and not answered yet, and how often anything was said at all. */
  readonly #pending = new Set<unknown>();
  said = 0;

  constructor({ folder, paths = [], buttons = [], asked, start = {} }: Given) {
    const [profile, work, documents] = ['profile', 'work', 'documents'].map((name) => join(folder, name));
    for (const each of [profile, work, documents]) mkdirSync(each ?? folder, { recursive: true });
    this.dialogs = new Answers([...paths], [...buttons]);
    this.#files = new Files({
      ...{ dialogs: this.dialogs, profile: profile ?? folder, documents: documents ?? folder },
    });
    if (asked !== undefined) this.asked.ask([asked]);
    this.asked.onAsked(() => this.#onFileAsked());
    this.#engine = new EngineHost({
      window: {
        isDestroyed: () => this.isClosed,
        send: (_, isGone: boolean) => this.#onEngineStopped(isGone),
        postMessage: (_name, _, ports = []) => {
          for (const tell of this.#onEnginePort) tell(ports[0] as unknown as WindowPort);
        },
      },
      fork: () => new EngineProcess(this) as never,
      find: this.#find,
      channel: () => this.#channel() as never,
    });
    this.#answers = answersOf({
      ...{ dialogs: this.dialogs, files: this.#files, asked: this.asked, engine: this.#engine, models },
      recovery: new RecoveryFolder(work ?? folder, this.#files.handles),
      kept: new Kept(profile ?? folder),
      probe: () => Promise.resolve(undefined),
      lessons: new Lessons(models),
      start: { modesLeftOut: [], problems: [], ...start },
      clipboard: { writeText: (text) => void (this.copied = text) },
      window: {
        actOnClipboard: (what) => void this.acted.push(what),
        zoom: (factor) => void (this.zoom = factor),
        toggleFullScreen: () => void (this.isFullScreen = !this.isFullScreen),
        connectBytes: (id, places) => this.#bytes.get(id)?.(this.#serveBytes(places)),
        destroy: () => void (this.isClosed = true),
      },
    });
    this.desktop = {
      call: (name, request) => this.#ask(name, request),
      openDropped: (path) => this.#answer(droppedCall, { path }) as ReturnType<Desktop['openDropped']>,
      openDroppedData: (path) =>
        this.#answer(droppedDataCall, { path }) as ReturnType<Desktop['openDroppedData']>,
      onEngineStopped: (listener) => (this.#onEngineStopped = listener),
      onFileAsked: (listener) => (this.#onFileAsked = listener),
      onCloseAsked: (listener) => (this.#onCloseAsked = listener),
    };
  }

  /** Call before anything is asked. */
  async ready(): Promise<void> {
    await this.#files.start();
  }

  get isBusy(): boolean {
    return this.#pending.size > 0;
  }

  /** The person closes the window. */
  close(): void {
    this.#onCloseAsked();
  }

  /** The engine's process ends by itself. */
  crash(): void {
    this.#engine.restart();
  }

  /** However it ended: nothing of it goes on. */
  end(): void {
    this.isClosed = true;
    this.#engine.close();
    for (const port of this.#open) port.close();
  }

  /** Until it is settled, there is something to wait for. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#pending.add(work);
    try {
      return await work;
    } finally {
      this.#pending.delete(work);
      this.said++;
    }
  }

  onEnginePort(listener: (port: WindowPort) => void): void {
    this.#onEnginePort.push(listener);
  }

  untilCalm(): Promise<void> {
    return Promise.resolve();
  }

  afterPaint(work: () => void): () => void {
    const timer = setTimeout(() => {
      this.said++;
      work();
    });
    return () => {
      clearTimeout(timer);
    };
  }

  async startThread(does: 'jobs' | 'keeper'): Promise<Thread> {
    const id = ++this.#lastBytes;
    const port = await new Promise<WindowPort>((resolve) => {
      this.#bytes.set(id, resolve);
      void this.#ask('bytes.connect', { id });
    });
    const { port1, port2 } = this.#channel();
    if (does === 'jobs') serveJobs(port2 as unknown as JobChannel);
    else serveKeeper(port2 as unknown as KeeperChannel);
    port1.postMessage(null, [port as never]);
    return this.#threadOver(port1 as unknown as WindowPort);
  }

  /** What it is asked is waited for until it is answered. */
  #threadOver(port: WindowPort): Thread {
    const asked: object[] = [];
    const thread: Thread = {
      onmessage: null,
      onerror: null,
      postMessage: (message, transfer = []) => {
        const { kind, name } = message as { kind?: string; name?: string };
        if (kind === 'task' || name !== undefined) this.#pending.add(asked[asked.push({}) - 1]);
        port.postMessage(message, transfer);
      },
      terminate: () => {
        for (const each of asked) this.#pending.delete(each);
        port.close();
      },
    };
    port.onmessage = (event) => {
      this.said++;
      const { kind = '' } = event.data as { kind?: string };
      if (['done', 'broken', 'written'].includes(kind)) this.#pending.delete(asked.shift());
      thread.onmessage?.(event);
    };
    return thread;
  }

  /** Answers what ends it, as the end of a process does. */
  serveEngine(port: WindowPort): Kill {
    const asked = new Map<number, object>();
    const listeners: ((message: { readonly data: unknown }) => void)[] = [];
    const closers: (() => void)[] = [];
    const server: Port = {
      on: (event: 'message' | 'close', listener: (message: never) => void) => {
        if (event === 'message') listeners.push(listener as never);
        else closers.push(listener as never);
      },
      postMessage: (answer) => {
        this.said++;
        if (isLast(answer)) this.#settle(asked, answer.id);
        port.postMessage(answer);
      },
    };
    void this.during(createEngine(this.#find)).then((engine) => {
      serve(server, engine);
      port.onmessage = ({ data }: MessageEvent<{ id: number; type: string }>) => {
        this.said++;
        if (data.type === 'request') {
          asked.set(data.id, {});
          this.#pending.add(asked.get(data.id));
        }
        for (const listener of listeners) listener({ data });
      };
    });
    return () => {
      for (const id of asked.keys()) this.#settle(asked, id);
      for (const close of closers) close();
      port.close();
    };
  }

  #settle(asked: Map<number, object>, id: number): void {
    this.#pending.delete(asked.get(id));
    asked.delete(id);
  }

  #serveBytes(places: Places): WindowPort {
    const { port1, port2 } = this.#channel();
    const main: BytePort = {
      on: (event: 'message' | 'close', listener: (message: { data: unknown }) => void) =>
        port1.on(event, (data: unknown) => {
          listener({ data });
        }),
      postMessage: (answer) => {
        port1.postMessage(answer);
      },
      start: () => undefined,
    };
    serveBytes(main, places);
    return port2 as unknown as WindowPort;
  }

  #channel(): MessageChannel {
    const channel = new MessageChannel();
    this.#open.add(channel.port1).add(channel.port2);
    return channel;
  }

  #ask<C extends CallName>(name: C, request: CallRequest<C>): Promise<Reply<CallReplies[C]>> {
    return this.#answer(name, request) as Promise<Reply<CallReplies[C]>>;
  }

  /** Copied on its way, as between processes. */
  #answer(name: string, request: unknown): Promise<Reply<unknown>> {
    const answer = this.#answers.get(name);
    if (!answer) throw new RangeError(`main answers no ${name}`);
    return this.during(answer(structuredClone(request)).then((reply) => structuredClone(reply)));
  }
}

function isLast(answer: EngineAnswer): boolean {
  return answer.type === 'reply' || ['done', 'stopped', 'failed'].includes(answer.event.kind);
}
