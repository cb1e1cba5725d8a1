/** Speaks to the engine over its port; outlives the engine's process. */
import {
  labelOf,
  type ChangedTensor,
  type CompareEvent,
  type CompareRequest,
  type EngineAnswer,
  type EngineEvent,
  type EngineReplies,
  type EngineRequest,
  type Held,
  type ProviderId,
  type Reply,
  type EngineCall,
  type TraceEvent,
  type TrainEvent,
  type TrainRequest,
  type TrainRows,
} from '#shared/contract/engine';
import { piecesOf, type DataSet } from '#shared/data/data-set';
import { problem, type Problem } from '#shared/messages/problem';
import { changesBetween, originOf } from '#shared/tensor/paged';
import { isFloat, type Tensor } from '#shared/tensor/tensor';

interface Waiting {
  reply?(reply: Reply<EngineReplies[keyof EngineReplies]>): void;
  event?(event: EngineEvent): void;
}

export interface TraceStart {
  readonly model: Uint8Array<ArrayBuffer>;
  readonly feeds: ReadonlyMap<string, Tensor>;
  readonly provider: ProviderId;
}

/** Told while rows are handed to the engine: how many of how many. */
type ReportRows = (done: number, total: number) => void;

export class EngineClient {
  #port: MessagePort | undefined;
  #why = problem('engine-stopped');
  /** Told once there is an engine, or none is to come. */
  #awaited: (() => void)[] = [];
  #lastId = 0;
  #lastKey = 0;
  readonly #waiting = new Map<number, Waiting>();
  /** Keys of the tensors the engine holds. */
  #keys = new Map<Tensor, number>();
  /** What a proof was fed of the numbers of a file, by their labels: held until the next trace. */
  #lent: ReadonlyMap<string, number> = new Map();
  /** Rows a run was asked for with, by key; and which of them the engine holds. */
  #given = new Map<number, DataSet>();
  readonly #held = new Set<number>();

  /** A port to a fresh engine: whatever the last one was asked will not be answered any more. */
  connect(port: MessagePort): void {
    this.#port?.close();
    this.#port = port;
    this.#keys = new Map();
    this.#lent = new Map();
    this.#held.clear();
    port.onmessage = ({ data }: MessageEvent<EngineAnswer>) => {
      this.#receive(data);
    };
    this.#failWaiting();
    this.#tellAwaited();
  }

  /** Resolves once there is an engine to be asked, or it was said why there is none. */
  whenConnected(): Promise<void> {
    if (this.#port) return Promise.resolve();
    return new Promise((resolve) => this.#awaited.push(resolve));
  }

  /** The engine ended: everything it was asked has failed, and so does what it is asked until there is another. */
  disconnect(why?: Problem): void {
    this.#port?.close();
    this.#port = undefined;
    this.#why = why ?? problem('engine-stopped');
    this.#failWaiting();
    // Without a reason another engine comes at once.
    if (why) this.#tellAwaited();
  }

  #tellAwaited(): void {
    const awaited = this.#awaited;
    this.#awaited = [];
    for (const tell of awaited) tell();
  }

  /** Emits events up to one of `done`, `stopped` or `failed`. Answers the stream's close function. */
  trace({ model, feeds, provider }: TraceStart, emit: (event: TraceEvent) => void): () => void {
    const keys = new Map<Tensor, number>();
    const tensors = new Map<number, Tensor | ChangedTensor>();
    const floats = [...this.#keys.keys()].filter(isFloat);
    const held = new Map(floats.map((tensor): [object, Tensor<'float32'>] => [originOf(tensor), tensor]));
    const named = new Map<string, number>();
    for (const [name, tensor] of feeds) {
      const known = keys.get(tensor) ?? this.#keys.get(tensor);
      const key = known ?? ++this.#lastKey;
      if (known === undefined) tensors.set(key, this.#changed(tensor, held) ?? tensor);
      keys.set(tensor, key);
      named.set(name, key);
    }
    this.#keys = keys;
    this.#lent = new Map();
    const request: EngineRequest = { kind: 'trace', provider, model, feeds: named, tensors };
    return this.#open(request, emit);
  }

  /** As one that the engine holds, where it shares numbers with one. */
  #changed(tensor: Tensor, held: ReadonlyMap<object, Tensor<'float32'>>): ChangedTensor | undefined {
    if (!isFloat(tensor)) return undefined;
    const before = held.get(originOf(tensor));
    const from = before && this.#keys.get(before);
    const changes = before && changesBetween(before, tensor);
    return changes && from !== undefined ? { from, changes: [...changes] } : undefined;
  }

  /** What a request names rows by: they are sent once, when a run first needs them. */
  give = (data: DataSet): TrainRows => {
    const known = [...this.#given].find(([, given]) => given === data);
    const held = known?.[0] ?? ++this.#lastKey;
    this.#given.set(held, data);
    return { held, count: data.targets.length };
  };

  /**
   * Hands over the rows the engine does not hold, then emits what the epochs come to, up to one of `done`, `stopped` or
   * `failed`. Answers the stream's close function.
   */
  train(request: TrainRequest, emit: (event: TrainEvent) => void, report: ReportRows): () => void {
    const keys = [request.rows, request.validation?.rows].flatMap((rows) =>
      rows && 'held' in rows ? [rows.held] : [],
    );
    this.#given = new Map([...this.#given].filter(([key]) => keys.includes(key)));
    if (keys.every((key) => this.#held.has(key))) return this.#open(request, emit);
    let isClosed = false;
    let close = (): void => {
      isClosed = true;
    };
    this.#hold(keys, () => isClosed, report)
      .then((found) => {
        if (found) emit({ kind: 'failed', problem: found });
        else if (isClosed) emit({ kind: 'stopped' });
        else close = this.#open(request, emit);
      })
      .catch((error: unknown) => {
        emit({ kind: 'failed', problem: problem('run-failed', { reason: String(error) }) });
      });
    return () => {
      close();
    };
  }

  /** Piece by piece, each once the one before has arrived. Errors: the engine's. */
  async #hold(
    keys: readonly number[],
    isClosed: () => boolean,
    report: ReportRows,
  ): Promise<Problem | undefined> {
    const missing = [...this.#given].filter(([key]) => !this.#held.has(key));
    const total = missing.reduce((sum, [, { targets }]) => sum + targets.length, 0);
    let done = 0;
    for (const [key, data] of missing) {
      for (const [from, to] of piecesOf(data)) {
        if (isClosed()) return undefined;
        const reply = await this.#call<'hold'>({
          kind: 'hold',
          key,
          rows: data.targets.length,
          from,
          features: data.features.take(from, to),
          targets: data.targets.slice(from, to),
          keeps: [...keys],
        });
        if (!reply.ok) return reply.problem;
        report((done += to - from), total);
      }
      this.#held.add(key);
    }
    for (const key of this.#held) if (!keys.includes(key)) this.#held.delete(key);
    return undefined;
  }

  providers(): Promise<Reply<EngineReplies['providers']>> {
    return this.#call<'providers'>({ kind: 'providers' });
  }

  /** One value of the last trace, whole. */
  read(value: string): Promise<Reply<Tensor>> {
    return this.#call<'read'>({ kind: 'read', value });
  }

  /** Keeps the last trace, to hold later ones against, or lets go of what was kept. */
  keep(what: 'last trace' | 'nothing'): Promise<Reply<null>> {
    return this.#call<'keep'>({ kind: 'keep', what });
  }

  /** The last trace held against what is kept, or against what is run first. Answers the stream's close function. */
  compare(request: Omit<CompareRequest, 'kind'>, emit: (event: CompareEvent) => void): () => void {
    return this.#open({ kind: 'compare', ...request }, emit);
  }

  /** Runs a model once; answers its outputs by name. */
  run(
    model: Uint8Array<ArrayBuffer>,
    feeds: ReadonlyMap<string, Tensor>,
  ): Promise<Reply<EngineReplies['run']>> {
    return this.#call<'run'>({ kind: 'run', model, feeds: new Map(feeds) });
  }

  /** Runs a model from a file once, for what its values are. */
  async record(
    model: Uint8Array<ArrayBuffer>,
    feeds: ReadonlyMap<string, Tensor>,
    proof?: 'begin' | Held,
  ): Promise<Reply<EngineReplies['record']>> {
    const keys = new Map<string, number>();
    const lent = new Map<string, number>();
    for (const [name, own] of typeof proof === 'object' ? proof.weights : []) {
      keys.set(name, ++this.#lastKey);
      lent.set(labelOf(own), this.#lastKey);
    }
    // Engine and client let go of the same at the same message, so that neither counts on what the other has not.
    if (typeof proof === 'object') this.#lent = lent;
    const reply = await this.#call<'record'>({
      ...{ kind: 'record', model, feeds: new Map(feeds) },
      ...(proof && { proof }),
      ...(keys.size > 0 && { keys }),
    });
    const isHeld = reply.ok && !reply.value.failed && reply.value.differing?.length === 0;
    if (!isHeld && this.#lent === lent) this.#lent = new Map();
    return reply;
  }

  /** Numbers of a file, by their labels: those that a proof was fed need not be sent again. */
  recall(numbers: ReadonlyMap<string, Tensor>): void {
    for (const [label, tensor] of numbers) {
      const key = this.#lent.get(label);
      if (key !== undefined) this.#keys.set(tensor, key);
    }
  }

  /** Each kind of request is answered by events of its own kind. */
  #open(request: EngineRequest, emit: (event: never) => void): () => void {
    const id = this.#send(request, { event: emit });
    return () => this.#port?.postMessage({ type: 'close', id });
  }

  #call<K extends EngineCall['kind']>(request: EngineCall): Promise<Reply<EngineReplies[K]>> {
    return new Promise((resolve) => {
      this.#send(request, {
        reply: (reply) => {
          resolve(reply as Reply<EngineReplies[K]>);
        },
      });
    });
  }

  #send(request: EngineRequest, waiting: Waiting): number {
    const id = ++this.#lastId;
    this.#waiting.set(id, waiting);
    if (this.#port) this.#port.postMessage({ type: 'request', id, request });
    else
      queueMicrotask(() => {
        this.#fail(id);
      });
    return id;
  }

  #receive(answer: EngineAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    if (answer.type === 'reply') {
      this.#waiting.delete(answer.id);
      waiting?.reply?.(answer.reply);
      return;
    }
    if (isLast(answer.event)) this.#waiting.delete(answer.id);
    waiting?.event?.(answer.event);
  }

  #failWaiting(): void {
    for (const id of [...this.#waiting.keys()]) this.#fail(id);
  }

  #fail(id: number): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.reply?.({ ok: false, problem: this.#why });
    waiting?.event?.({ kind: 'failed', problem: this.#why });
  }
}

function isLast({ kind }: EngineEvent): boolean {
  return kind === 'done' || kind === 'stopped' || kind === 'failed';
}
