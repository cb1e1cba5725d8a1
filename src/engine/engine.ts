/** The engine: loads models, runs them and answers what they computed. It knows nothing of windows or processes. */
import type ort from 'onnxruntime-node';
import {
  previewLimit,
  type ChangedTensor,
  type CompareEvent,
  type CompareRequest,
  type EngineCall,
  type EngineReplies,
  type Frame,
  type ProviderId,
  type RecordReply,
  type RecordRequest,
  type Reply,
  type TraceEvent,
  type TraceRequest,
  type TrainEvent,
  type TrainRequest,
} from '#shared/contract/engine';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { sizeOf } from '#shared/tensor/shape';
import { measure } from '#shared/tensor/statistics';
import type { Tensor } from '#shared/tensor/tensor';
import { Comparison } from './comparison';
import { RowStore } from './held-rows';
import type { FindFile } from './lent-files';
import { Recorder } from './record';
import { listProviders } from './providers';
import { reasonOf } from './runtime-error';
import { SessionCache, type LoadedModel } from './sessions';
import { fromRuntime, toRuntime } from './tensors';
import { runTraining } from './training';

type Feeds = Readonly<Record<string, ort.Tensor>>;

/** Frames are measured in turns no longer than this, so that a close is heard in between. */
const turnMs = 8;

export class Engine {
  readonly #sessions = new SessionCache();
  /** Tensors of the feeds, by the sender's keys. */
  #tensors = new Map<number, ort.Tensor>();
  /** Those of them that a proof was fed, as long as no trace was run since. */
  #lent: number[] = [];
  readonly #rows = new RowStore();
  readonly #recorder: Recorder;
  readonly #comparison = new Comparison();
  /** Values of the last trace, by name, and what it was fed. */
  #values: ReadonlyMap<string, Tensor> = new Map();
  #fed: Feeds = {};

  /** `find` answers where the files lie that models are lent. */
  constructor(find?: FindFile) {
    this.#recorder = new Recorder(find);
  }

  async answer(request: EngineCall): Promise<Reply<EngineReplies[keyof EngineReplies]>> {
    switch (request.kind) {
      case 'providers':
        return { ok: true, value: listProviders() };
      case 'hold':
        this.#rows.hold(request);
        return { ok: true, value: null };
      case 'read': {
        const value = this.#values.get(request.value);
        return value ? { ok: true, value } : { ok: false, problem: problem('run-not-finished') };
      }
      case 'keep':
        this.#comparison.keep(request.what === 'nothing' ? undefined : this.#values);
        return { ok: true, value: null };
      case 'run': {
        const found = await this.#run(request.model, 'cpu', named(request.feeds));
        return isProblem(found) ? { ok: false, problem: found } : { ok: true, value: found.values };
      }
      case 'record':
        return this.#record(request);
    }
  }

  /** What a proof was fed is held from then on, in place of what the one before was. */
  #record({ model, feeds, proof, keys = new Map() }: RecordRequest): Promise<Reply<RecordReply>> {
    if (typeof proof === 'object') for (const key of this.#lent.splice(0)) this.#tensors.delete(key);
    return this.#recorder.record(model, feeds, proof, (numbers) => {
      for (const [name, key] of keys) {
        const tensor = numbers.get(name);
        if (!tensor) continue;
        this.#tensors.set(key, toRuntime(tensor));
        this.#lent.push(key);
      }
      // The first run is likely of this model: its session is made while the window draws.
      void this.#sessions
        .load(model, 'cpu')
        .then((loaded) => (isProblem(loaded) ? undefined : loaded.done()));
    });
  }

  /** Emits `start`, frames in topological order, and one of `done`, `stopped` or `failed`. */
  async trace(request: TraceRequest, emit: (event: TraceEvent) => void, signal: AbortSignal): Promise<void> {
    // The sender counts on what it sent, whatever becomes of this trace.
    const feeds = this.#keep(request);
    if (signal.aborted) {
      emit({ kind: 'stopped' });
      return;
    }
    this.#fed = feeds;
    const loaded = await this.#sessions.load(request.model, request.provider);
    if (isProblem(loaded)) {
      emit({ kind: 'failed', problem: loaded });
      return;
    }
    const notice = loaded.notice;
    emit({ kind: 'start', provider: loaded.provider, ...(notice && { notice }) });
    const started = performance.now();
    try {
      const outputs = await loaded.session.run(feeds);
      const ms = performance.now() - started;
      const isComplete = await this.#emitFrames(loaded, outputs, emit, signal);
      emit(isComplete ? { kind: 'done', ms } : { kind: 'stopped' });
    } catch (error) {
      emit({ kind: 'failed', problem: problem('engine-failed', { reason: reasonOf(error) }) });
    } finally {
      await loaded.done();
    }
  }

  /** Emits `ran` where something is run first, what is found, and one of `done`, `stopped` or `failed`. */
  async compare(
    { run, pairs, tolerance }: CompareRequest,
    emit: (event: CompareEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted) {
      emit({ kind: 'stopped' });
      return;
    }
    // The engine is another one than ran it: nothing would be compared, and nothing differ.
    if (this.#values.size === 0) {
      emit({ kind: 'failed', problem: problem('run-not-finished') });
      return;
    }
    if (run) {
      // What was kept makes room.
      this.#comparison.keep(undefined);
      const found = await this.#run(run.model, run.provider, run.feeds ? named(run.feeds) : this.#fed);
      if (isProblem(found)) {
        emit({ kind: 'failed', problem: found });
        return;
      }
      this.#comparison.keep(found.values);
      emit({ kind: 'ran', ...(found.notice && { notice: found.notice }) });
    }
    await this.#comparison.compare(this.#values, { pairs, tolerance }, emit, signal);
  }

  /** Emits `start`, what the epochs come to, and one of `done`, `stopped` or `failed`. */
  async train(request: TrainRequest, emit: (event: TrainEvent) => void, signal: AbortSignal): Promise<void> {
    const held = this.#rows.resolve(request);
    if (isProblem(held)) emit({ kind: 'failed', problem: held });
    else await runTraining(this.#sessions, held, emit, signal);
  }

  /** Takes in the tensors that were sent and lets go of those no feed names. */
  #keep({ feeds, tensors }: TraceRequest): Feeds {
    const kept = new Map<number, ort.Tensor>();
    const named: Record<string, ort.Tensor> = {};
    for (const [name, key] of feeds) {
      const sent = tensors.get(key);
      const tensor = sent ? this.#taken(sent) : this.#tensors.get(key);
      if (!tensor) continue;
      kept.set(key, tensor);
      named[name] = tensor;
    }
    this.#tensors = kept;
    this.#lent = [];
    return named;
  }

  /** The one before stays as it is: other feeds may name it. */
  #taken(sent: Tensor | ChangedTensor): ort.Tensor | undefined {
    if (!('from' in sent)) return toRuntime(sent);
    const before = this.#tensors.get(sent.from);
    if (!before) return undefined;
    const values = (before.data as Float32Array).slice();
    for (const { at, values: set } of sent.changes) values.set(set, at);
    return toRuntime({ dtype: 'float32', shape: before.dims, values });
  }

  async #emitFrames(
    loaded: LoadedModel,
    outputs: ort.InferenceSession.ReturnType,
    emit: (event: TraceEvent) => void,
    signal: AbortSignal,
  ): Promise<boolean> {
    const times = loaded.valueTimes();
    const values = new Map<string, Tensor>();
    this.#values = values;
    let turn: Frame[] = [];
    let turnEnds = performance.now() + turnMs;
    for (const value of loaded.session.outputNames) {
      const output = outputs[value];
      if (!output) continue;
      const tensor = fromRuntime(output);
      values.set(value, tensor);
      turn.push(frameOf(value, tensor, times.get(value) ?? 0));
      if (performance.now() < turnEnds) continue;
      emit({ kind: 'frames', frames: turn });
      turn = [];
      await new Promise(setImmediate);
      if (signal.aborted) return false;
      turnEnds = performance.now() + turnMs;
    }
    if (turn.length > 0) emit({ kind: 'frames', frames: turn });
    return true;
  }

  async #run(
    model: Uint8Array,
    provider: ProviderId,
    feeds: Feeds,
  ): Promise<{ readonly values: ReadonlyMap<string, Tensor>; readonly notice?: Problem } | Problem> {
    const loaded = await this.#sessions.load(model, provider);
    if (isProblem(loaded)) return loaded;
    const { notice } = loaded;
    try {
      const outputs = await loaded.session.run(feeds);
      const values = Object.entries(outputs).map(([name, tensor]): [string, Tensor] => [
        name,
        fromRuntime(tensor),
      ]);
      return { values: new Map(values), ...(notice && { notice }) };
    } catch (error) {
      return problem('engine-failed', { reason: reasonOf(error) });
    } finally {
      // Ends the profile, whose file would grow with every run.
      loaded.nodeTimes();
      await loaded.done();
    }
  }
}

function named(feeds: ReadonlyMap<string, Tensor>): Feeds {
  return Object.fromEntries([...feeds].map(([name, tensor]) => [name, toRuntime(tensor)]));
}

function frameOf(value: string, tensor: Tensor, ms: number): Frame {
  const { dtype, shape } = tensor;
  return { value, dtype, shape, statistics: measure(tensor), preview: previewOf(tensor), ms };
}

/** A part of an array is copied, since all of the array would be sent with it; a whole one goes as it is. */
function previewOf({ dtype, shape, values }: Tensor): Tensor {
  const length = Math.min(previewLimit, sizeOf(shape));
  const kept = dtype === 'int4' || dtype === 'uint4' ? Math.ceil(length / 2) : length;
  return { dtype, shape: [length], values: values.length > kept ? values.slice(0, kept) : values };
}
