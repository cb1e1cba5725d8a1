/** Runs the document through the engine and holds what every node answered. */
import { compileTrace, feedsOf, type TraceProgram } from '#shared/compile/compile';
import type { Frame, ProviderId, TraceEvent } from '#shared/contract/engine';
import type { Document, NodeId } from '#shared/document/document';
import { answeredIn, type Inference } from '#shared/document/infer';
import type { Problem } from '#shared/messages/problem';
import { sizeOf } from '#shared/tensor/shape';
import type { Tensor } from '#shared/tensor/tensor';
import type { EngineClient } from './engine-client';

/** What was traced: numbers and arithmetic are always shown for one and the same document. */
export interface Snapshot {
  readonly document: Document;
  readonly inference: Inference;
  readonly program: TraceProgram;
  readonly feeds: ReadonlyMap<string, Tensor>;
}

type State = 'idle' | 'running' | 'done' | 'failed';

export class Tracer {
  readonly #client: EngineClient;
  readonly #report: (problem: Problem) => void;
  #program: { readonly inference: Inference; readonly program: TraceProgram } | undefined;
  #next: readonly [Document, Inference] | undefined;
  #close: (() => void) | undefined;
  #noticed = '';
  /** Events of a run that is no longer wanted are passed over. */
  #run = {};
  #slow: ReturnType<typeof setTimeout> | undefined;
  /** Names of the values that are being read whole. */
  readonly #reading = new Set<string>();

  provider = $state<ProviderId>('cpu');
  /** Once the network was run, every edit runs it again. */
  isLive = $state(false);
  state = $state<State>('idle');
  /** A run that people notice: then it can be stopped. */
  isSlow = $state(false);
  snapshot = $state.raw<Snapshot | undefined>();
  /** By the names of the values. */
  #values = $state.raw<ReadonlyMap<string, Frame>>(new Map());
  /** Of the first output of each node. */
  readonly frames = $derived.by((): ReadonlyMap<NodeId, Frame> => {
    const nodes = [...(this.snapshot?.inference.nodes.keys() ?? [])];
    return new Map(
      nodes.flatMap((node): [NodeId, Frame][] => {
        const frame = this.frameAt(node);
        return frame ? [[node, frame]] : [];
      }),
    );
  });
  /** Values of the trace that were asked for whole, by name. */
  whole = $state.raw<ReadonlyMap<string, Tensor>>(new Map());
  /** Milliseconds the last run took in the engine. */
  ms = $state(0);

  constructor(client: EngineClient, report: (problem: Problem) => void) {
    this.#client = client;
    this.#report = report;
  }

  /** The newest document is what counts: while one runs, only the latest waits. */
  request(document: Document, inference: Inference): void {
    this.#next = [document, inference];
    if (this.state !== 'running') this.#start();
  }

  /** Numbers that the engine was fed when the document was opened, by the names they have in its file. */
  recall(numbers: ReadonlyMap<string, Tensor>): void {
    this.#client.recall(numbers);
  }

  /** Of one output of a node; of the first where no port is named. */
  frameAt(node: NodeId | undefined, port?: string): Frame | undefined {
    return this.snapshot && answeredIn(this.snapshot.inference, this.#values)(node, port);
  }

  /** Whole; undefined while only a preview of it is here. */
  tensorAt(node: NodeId | undefined, port?: string): Tensor | undefined {
    const frame = this.frameAt(node, port);
    if (!frame) return undefined;
    const { preview, shape, value } = frame;
    return sizeOf(preview.shape) === sizeOf(shape) ? { ...preview, shape } : this.whole.get(value);
  }

  /** Another document: its numbers are not known until it runs. */
  reset(): void {
    this.#close?.();
    this.#run = {};
    this.#next = undefined;
    this.isLive = false;
    this.snapshot = undefined;
    this.#values = new Map();
    this.#end('idle');
  }

  /** Fetches all values a node answered into `whole`; frames carry only the first. */
  async readWhole(node: NodeId, port?: string): Promise<void> {
    const frame = this.frameAt(node, port);
    if (!frame || sizeOf(frame.preview.shape) === sizeOf(frame.shape)) return;
    const { value } = frame;
    if (this.whole.has(value) || this.#reading.has(value)) return;
    this.#reading.add(value);
    const run = this.#run;
    const reply = await this.#client.read(value);
    this.#reading.delete(value);
    if (this.#run !== run) return;
    if (reply.ok) this.whole = new Map(this.whole).set(value, reply.value);
    else this.#report(reply.problem);
  }

  #start(): void {
    if (!this.#next) return;
    const [document, inference] = this.#next;
    this.#next = undefined;
    if (this.#program?.inference !== inference)
      this.#program = { inference, program: compileTrace(inference) };
    const { program } = this.#program;
    if (program.ports.length === 0) {
      this.state = 'idle';
      this.#values = new Map();
      return;
    }
    const snapshot = { document, inference, program, feeds: feedsOf(document, inference) };
    let values = new Map<string, Frame>();
    const run = {};
    this.#run = run;
    this.state = 'running';
    this.#slow = setTimeout(() => (this.isSlow = true), 500);
    this.#close = this.#client.trace(
      { model: program.model, feeds: snapshot.feeds, provider: this.provider },
      (event: TraceEvent) => {
        if (this.#run !== run) return;
        switch (event.kind) {
          case 'start':
            if (this.whole.size > 0) this.whole = new Map();
            this.#noticeOnce(event.notice);
            return;
          case 'frames':
            values = new Map([...values, ...event.frames.map((frame) => [frame.value, frame] as const)]);
            this.snapshot = snapshot;
            this.#values = values;
            return;
          case 'done':
            this.ms = event.ms;
            this.#end('done');
            return;
          case 'stopped':
            this.#end('idle');
            return;
          case 'failed':
            this.#report(event.problem);
            this.#end('failed');
        }
      },
    );
  }

  #end(state: State): void {
    clearTimeout(this.#slow);
    this.isSlow = false;
    this.#close = undefined;
    this.state = state;
    this.#start();
  }

  /** A provider that does not load says so once, not at every edit. */
  #noticeOnce(notice: Problem | undefined): void {
    const text = notice ? JSON.stringify(notice.values) : '';
    if (notice && text !== this.#noticed) this.#report(notice);
    this.#noticed = text;
  }
}
