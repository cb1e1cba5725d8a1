/** The training loop: minibatches through a training model whose answers are fed back as its inputs. */
import type {
  BatchResults,
  EpochResult,
  RunningSum,
  TrainedBatch,
  TrainedEpoch,
  TrainEvent,
} from '#shared/contract/engine';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { placeMessages } from '#shared/messages/reasons';
import { shuffled } from '#shared/tensor/random';
import { sizeOf } from '#shared/tensor/shape';
import { names } from '#shared/training/names';
import type { Stretch } from './diagnose';
import type { HeldRequest } from './held-rows';
import { dataFeeds, orderFeed, Pace, stepFeeds, toldBy, type Values } from './minibatches';
import { packed, told, toldAfter } from './packs';
import { reasonOf } from './runtime-error';
import type { HeldModel, LoadedModel, SessionCache } from './sessions';
import { toRuntime } from './tensors';
import { createScorer } from './scoring';

/** Between two looks at whether someone wants it stopped, and two reports of progress. */
const turnMs = 33;
/** Between two places the run can go on from: what is lost at most when the engine ends in the middle of an epoch. */
const standingMs = 1_000;
/** What one run of the runtime is to take at most, since nothing else is heard meanwhile. */
const runMs = 20;
/** Masks are drawn outside the model and take room. */
const maskLimit = 4_000_000;

/** Same request, same numbers: rows are shuffled by a generator of the seed and the epoch. */
export async function runTraining(
  sessions: SessionCache,
  request: HeldRequest,
  emit: (event: TrainEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) {
    emit({ kind: 'stopped' });
    return;
  }
  // Whatever else is loaded and let go meanwhile, these are in use to the end of the run.
  const held: HeldModel[] = [];
  try {
    const loaded = await loadAll(sessions, request.models, request.provider, held);
    const scoring = await loadAll(sessions, request.validation?.models ?? [], request.provider, held);
    const [first] = held;
    if (isProblem(loaded) || isProblem(scoring) || !first) {
      const found = [loaded, scoring].find(isProblem) ?? problem('training-without-rows');
      emit({ kind: 'failed', problem: found });
      return;
    }
    const { provider, notice } = first;
    emit({ kind: 'start', provider, ...(notice && { notice }) });
    emit(await new TrainingRun(request, loaded, scoring, emit, signal).go());
  } catch (error) {
    emit({ kind: 'failed', problem: problem('engine-failed', { reason: reasonOf(error) }) });
  } finally {
    for (const model of held) await model.done();
  }
}

type Models = ReadonlyMap<number, LoadedModel>;

class TrainingRun {
  readonly #request: HeldRequest;
  readonly #models: Models;
  readonly #emit: (event: TrainEvent) => void;
  readonly #signal: AbortSignal;
  readonly #data;
  readonly #score;
  readonly #paces = new Map<number, Pace>();
  #values: Values;
  /** Where the last two runs of the runtime started: what went wrong in one may show in the next. */
  #stretches: readonly Stretch[] = [];
  #turnEnds = performance.now() + turnMs;
  #stood = performance.now();
  #batches: BatchResults[] = [];
  #kept: TrainedBatch[] = [];
  #epochs: TrainedEpoch[] = [];

  constructor(
    request: HeldRequest,
    models: Models,
    scoring: Models,
    emit: (event: TrainEvent) => void,
    signal: AbortSignal,
  ) {
    this.#request = request;
    this.#models = models;
    this.#emit = emit;
    this.#signal = signal;
    this.#data = dataFeeds(request.rows, request);
    this.#values = packed(request);
    this.#score = createScorer(request, scoring, runMs);
  }

  /** The event the run ends with. */
  async go(): Promise<TrainEvent> {
    const started = performance.now();
    const { from, epochs, batch: size, rows, limit = Infinity } = this.#request;
    const { targets } = rows;
    const batches = Math.ceil(targets.length / size);
    let left = limit;
    for (let epoch = from.epoch; epoch < epochs; epoch++) {
      const order = orderOf(this.#request, epoch);
      const isFirst = epoch === from.epoch;
      const sum = isFirst ? { ...from.sum, norms: [...from.sum.norms] } : newSum();
      let batch = isFirst ? from.batch : 0;
      while (batch < batches) {
        if (left <= 0) return this.#stop({ epoch: epoch + 1, batch, sum });
        const count = await this.#run(order, epoch, batch, Math.min(left, batches - batch), sum);
        if (isProblem(count)) return { kind: 'failed', problem: count };
        batch += count;
        left -= count;
        if (batch < batches && (await this.#isStopped(epoch, batch, batches, sum)))
          return this.#stop({ epoch: epoch + 1, batch, sum });
      }
      const validation = await this.#score(this.#named(), () => this.#isStopped(epoch, batch, batches, sum));
      if (validation === 'stopped') return this.#stop({ epoch: epoch + 1, batch, sum });
      this.#epochs.push({
        ...resultOf(epoch, sum, this.#hasAccuracy),
        ...(validation && { validation }),
        gradientNorms: new Map(
          this.#request.norms.map(({ value }, at) => [value, (sum.norms[at] ?? 0) / sum.batches]),
        ),
        values: this.#told(),
      });
      if (await this.#isStopped(epoch, batch, batches, sum)) return this.#stop();
    }
    this.#tell();
    return { kind: 'done', ms: performance.now() - started };
  }

  #hasAccuracy = false;

  /** As many minibatches as a turn has room for; answers how many. Errors: a loss that is no number. */
  async #run(
    order: Int32Array,
    epoch: number,
    batch: number,
    most: number,
    sum: RunningSum,
  ): Promise<number | Problem> {
    const { batch: size, keepsBatches, rates, models, norms, carried } = this.#request;
    const { targets } = this.#request.rows;
    const whole = Math.floor(order.length / size);
    // The rest of an epoch is smaller and has a model of its own.
    const rows = batch < whole ? size : order.length - whole * size;
    const model = this.#models.get(rows);
    const masks = models.find((each) => each.rows === rows)?.masks ?? [];
    if (!model) throw new RangeError(`no model for ${rows} rows`);
    const pace = this.#paceOf(rows);
    const masked = masks.reduce((total, { shape }) => total + sizeOf(shape), 0);
    const room = Math.max(1, Math.floor(maskLimit / Math.max(1, masked)));
    const alike = batch < whole ? whole - batch : 1;
    const count = Math.min(pace.next(), room, alike, most);
    const batches = Math.ceil(targets.length / size);
    const step = epoch * batches + batch;
    const feeds = {
      ...this.#data,
      ...Object.fromEntries(this.#values),
      ...orderFeed(order.subarray(batch * size, batch * size + count * rows), count),
      ...stepFeeds(this.#request, masks, rates[epoch] ?? Number.NaN, step, count),
    };
    this.#stretches = [...this.#stretches.slice(-1), { feeds, count, rows, epoch, batch }];
    const started = performance.now();
    const outputs = await model.session.run(feeds);
    pace.took(performance.now() - started, count);
    const next = new Map(this.#values);
    for (const { value, next: name } of carried) {
      const tensor = outputs[name];
      if (tensor) next.set(value, tensor);
    }
    this.#values = next;

    const losses = toldBy(outputs, names.loss) ?? new Float32Array();
    const correct = toldBy(outputs, names.correct);
    const lengths = norms.map(({ norm }) => toldBy(outputs, norm));
    this.#hasAccuracy = correct !== undefined;
    if ([losses, ...lengths].some((told) => told?.some((value) => !Number.isFinite(value)))) {
      // With it comes all that reads models, which few runs need and every start would wait for.
      const { findNotFinite } = await import('./diagnose');
      const found = await findNotFinite(this.#request, this.#stretches);
      const at = losses.findIndex((loss) => !Number.isFinite(loss));
      // The square of a gradient may be too large where the gradient is not: then training goes on.
      if (found || at >= 0) {
        this.#tell();
        const seen = {
          place: placeMessages.loss,
          value: String(losses[at]),
          epoch: epoch + 1,
          batch: batch + at + 1,
        };
        return problem('loss-not-finite', { ...seen, ...found });
      }
    }
    for (let at = 0; at < count; at++) {
      sum.rows += rows;
      sum.loss += (losses[at] ?? Number.NaN) * rows;
      sum.correct += correct?.[at] ?? 0;
      sum.batches++;
      lengths.forEach((length, which) => (sum.norms[which] = (sum.norms[which] ?? 0) + (length?.[at] ?? 0)));
      const reached = batch + at + 1;
      if (keepsBatches && reached < batches)
        this.#keep({ epoch: epoch + 1, batch: reached, sum }, toldAfter(carried, outputs, at));
    }
    const accuracies = correct?.map((right) => right / rows);
    this.#batches.push({ epoch: epoch + 1, batch: batch + 1, losses, ...(accuracies && { accuracies }) });
    return count;
  }

  #paceOf(rows: number): Pace {
    const pace = this.#paces.get(rows) ?? new Pace(runMs);
    this.#paces.set(rows, pace);
    return pace;
  }

  /** When a turn is over: tells what there is, lets others in, and asks whether to go on. */
  async #isStopped(epoch: number, batch: number, batches: number, sum: RunningSum): Promise<boolean> {
    if (performance.now() < this.#turnEnds) return false;
    this.#tell();
    if (batch > 0 && batch < batches && performance.now() > this.#stood + standingMs) {
      const at = { epoch: epoch + 1, batch, sum: { ...sum, norms: [...sum.norms] } };
      this.#emit({ kind: 'standing', batch: { ...at, values: this.#told() } });
      this.#stood = performance.now();
    }
    if (batch < batches)
      this.#emit({ kind: 'progress', batch, batches, ...resultOf(epoch, sum, this.#hasAccuracy) });
    await new Promise(setImmediate);
    this.#turnEnds = performance.now() + turnMs;
    return this.#signal.aborted;
  }

  /** Within an epoch it is told where, so that the run can go on. */
  #stop(at?: Omit<TrainedBatch, 'values'>): TrainEvent {
    if (at && at.batch > 0) {
      this.#kept = this.#kept.filter(({ epoch, batch }) => epoch !== at.epoch || batch !== at.batch);
      this.#keep(at, this.#told());
    }
    this.#tell();
    return { kind: 'stopped' };
  }

  #keep({ epoch, batch, sum }: Omit<TrainedBatch, 'values'>, values: TrainedBatch['values']): void {
    this.#kept.push({ epoch, batch, sum: { ...sum, norms: [...sum.norms] }, values });
  }

  #tell(): void {
    if (this.#kept.length > 0 || this.#epochs.length > 0) this.#stood = performance.now();
    if (this.#batches.length > 0) this.#emit({ kind: 'batches', batches: this.#batches });
    if (this.#kept.length > 0) this.#emit({ kind: 'kept', batches: this.#kept });
    if (this.#epochs.length > 0) this.#emit({ kind: 'epochs', epochs: this.#epochs });
    this.#batches = [];
    this.#kept = [];
    this.#epochs = [];
  }

  /** Weights and what the optimiser remembers, so that any epoch can be looked at or gone on from. */
  #told(): TrainedEpoch['values'] {
    return told(this.#request.carried, this.#values);
  }

  /** Everything under its own name, as models that only look at it are fed. */
  #named(): Values {
    return new Map([
      ...this.#values,
      ...[...this.#told()].map(([name, tensor]) => [name, toRuntime(tensor)] as const),
    ]);
  }
}

async function loadAll(
  sessions: SessionCache,
  models: readonly { readonly rows: number; readonly model: Uint8Array }[],
  provider: HeldRequest['provider'],
  held: HeldModel[],
): Promise<Models | Problem> {
  const loaded = new Map<number, LoadedModel>();
  for (const { rows, model } of models) {
    const found = await sessions.load(model, provider, false);
    if (isProblem(found)) return found;
    held.push(found);
    loaded.set(rows, found);
  }
  return loaded;
}

function newSum(): RunningSum {
  return { rows: 0, loss: 0, correct: 0, batches: 0, norms: [] };
}

function resultOf(epoch: number, sum: RunningSum, hasAccuracy: boolean): EpochResult {
  const accuracy = hasAccuracy ? { accuracy: sum.correct / sum.rows } : {};
  return { epoch: epoch + 1, loss: sum.loss / sum.rows, ...accuracy };
}

/** Row numbers in the order of an epoch. */
function orderOf({ rows: { targets }, shuffle, seed }: HeldRequest, epoch: number): Int32Array {
  return shuffle
    ? shuffled(targets.length, seed, `epoch ${epoch}`)
    : Int32Array.from({ length: targets.length }, (_, at) => at);
}
