/** Speaks to the engine over its port; outlives the engine's process. */
import type {
  EngineAnswer,
  EngineReplies,
  EngineRequest,
  ProviderId,
  Reply,
  EngineCall,
  TraceEvent,
  TrainEvent,
  TrainRequest,
} from '#shared/contract/engine';
import { problem } from '#shared/messages/problem';
import type { Tensor } from '#shared/tensor/tensor';

type FloatTensor = Tensor<'float32'>;

interface Waiting {
  reply?(reply: Reply<EngineReplies[keyof EngineReplies]>): void;
  event?(event: TraceEvent | TrainEvent): void;
}

export interface TraceStart {
  readonly model: Uint8Array<ArrayBuffer>;
  readonly feeds: ReadonlyMap<string, FloatTensor>;
  readonly provider: ProviderId;
}

export class EngineClient {
  #port: MessagePort | undefined;
  #lastId = 0;
  #lastKey = 0;
  readonly #waiting = new Map<number, Waiting>();
  /** Keys of the tensors the engine holds. */
  #keys = new Map<FloatTensor, number>();

  /** A port to a fresh engine: whatever the last one was asked will not be answered any more. */
  connect(port: MessagePort): void {
    this.#port?.close();
    this.#port = port;
    this.#keys = new Map();
    port.onmessage = ({ data }: MessageEvent<EngineAnswer>) => {
      this.#receive(data);
    };
    this.#failWaiting();
  }

  /** The engine ended: everything it was asked has failed. */
  disconnect(): void {
    this.#port?.close();
    this.#port = undefined;
    this.#failWaiting();
  }

  /** Emits events up to one of `done`, `stopped` or `failed`. Answers the stream's close function. */
  trace({ model, feeds, provider }: TraceStart, emit: (event: TraceEvent) => void): () => void {
    const keys = new Map<FloatTensor, number>();
    const tensors = new Map<number, FloatTensor>();
    const named = new Map<string, number>();
    for (const [name, tensor] of feeds) {
      const known = keys.get(tensor) ?? this.#keys.get(tensor);
      const key = known ?? ++this.#lastKey;
      if (known === undefined) tensors.set(key, tensor);
      keys.set(tensor, key);
      named.set(name, key);
    }
    this.#keys = keys;
    const request: EngineRequest = { kind: 'trace', provider, model, feeds: named, tensors };
    return this.#open(request, emit);
  }

  /** Emits what the epochs come to, up to one of `done`, `stopped` or `failed`. Answers the stream's close function. */
  train(request: TrainRequest, emit: (event: TrainEvent) => void): () => void {
    return this.#open(request, emit);
  }

  providers(): Promise<Reply<EngineReplies['providers']>> {
    return this.#call<'providers'>({ kind: 'providers' });
  }

  /** One value of the last trace, whole. */
  read(value: string): Promise<Reply<Tensor>> {
    return this.#call<'read'>({ kind: 'read', value });
  }

  /** Runs a model once; answers its outputs by name. */
  run(
    model: Uint8Array<ArrayBuffer>,
    feeds: ReadonlyMap<string, FloatTensor>,
  ): Promise<Reply<EngineReplies['run']>> {
    return this.#call<'run'>({ kind: 'run', model, feeds: new Map(feeds) });
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
    const stopped = problem('engine-stopped');
    waiting?.reply?.({ ok: false, problem: stopped });
    waiting?.event?.({ kind: 'failed', problem: stopped });
  }
}

function isLast({ kind }: TraceEvent | TrainEvent): boolean {
  return kind === 'done' || kind === 'stopped' || kind === 'failed';
}
