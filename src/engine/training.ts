/** The training loop: minibatches through a training model whose answers are fed back as its inputs. */
import ort from 'onnxruntime-node';
import type { EpochResult, TrainedEpoch, TrainEvent, TrainRequest } from '#shared/contract/engine';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { createRandom, shuffled } from '#shared/tensor/random';
import { sizeOf } from '#shared/tensor/shape';
import { names } from '#shared/training/compile-training';
import { reasonOf } from './runtime-error';
import type { LoadedModel, SessionCache } from './sessions';
import { toRuntime } from './tensors';

/** Between two looks at whether someone wants it stopped, and two reports of progress. */
const turnMs = 33;

/** Same request, same numbers: rows are shuffled by a generator of the seed and the epoch. */
export async function runTraining(
  sessions: SessionCache,
  request: TrainRequest,
  emit: (event: TrainEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  // Asked anew each time: it changes while minibatches run.
  const isClosed = (): boolean => signal.aborted;
  if (isClosed()) {
    emit({ kind: 'stopped' });
    return;
  }
  const loaded = await loadAll(sessions, request.models, request.provider);
  const scoring = await loadAll(sessions, request.validation?.models ?? [], request.provider);
  if (isProblem(loaded)) {
    emit({ kind: 'failed', problem: loaded });
    return;
  }
  if (isProblem(scoring)) {
    emit({ kind: 'failed', problem: scoring });
    return;
  }
  const [first] = loaded.values();
  if (!first) {
    emit({ kind: 'failed', problem: problem('training-without-rows') });
    return;
  }
  const { provider, notice } = first;
  emit({ kind: 'start', provider, ...(notice && { notice }) });
  const started = performance.now();
  const values = new Map([...request.values].map(([name, tensor]) => [name, toRuntime(tensor)]));
  let { step } = request.from;
  let turnEnds = performance.now() + turnMs;
  let over: TrainedEpoch[] = [];
  const tellOver = (): void => {
    if (over.length > 0) emit({ kind: 'epochs', epochs: over });
    over = [];
  };
  try {
    for (let epoch = request.from.epoch; epoch < request.epochs; epoch++) {
      const order = orderOf(request, epoch);
      const batches = Math.ceil(order.length / request.batch);
      const sum = { rows: 0, loss: 0, correct: 0, hasAccuracy: false };
      for (let batch = 0; batch < batches; batch++) {
        const rows = order.subarray(batch * request.batch, (batch + 1) * request.batch);
        const model = loaded.get(rows.length);
        if (!model) throw new RangeError(`no model for ${rows.length} rows`);
        step++;
        const outputs = await model.session.run(feedsOf(request, rows, values, epoch, step));
        model.nodeTimes();
        for (const { value, next } of request.carried) values.set(value, outputs[next] as ort.Tensor);
        const loss = numberOf(outputs[names.loss]);
        if (!Number.isFinite(loss)) {
          const found = { value: String(loss), epoch: epoch + 1, batch: batch + 1 };
          tellOver();
          emit({ kind: 'failed', problem: problem('loss-not-finite', found) });
          return;
        }
        addTo(sum, outputs, rows.length);
        if (performance.now() < turnEnds) continue;
        tellOver();
        emit({ kind: 'progress', batch: batch + 1, batches, ...resultOf(epoch, sum) });
        await new Promise(setImmediate);
        if (isClosed()) {
          emit({ kind: 'stopped' });
          return;
        }
        turnEnds = performance.now() + turnMs;
      }
      const validation = await validate(request, scoring, values);
      over.push({
        ...resultOf(epoch, sum),
        ...(validation && { validation }),
        values: copyOf(request, values),
      });
    }
    tellOver();
    emit({ kind: 'done', ms: performance.now() - started });
  } catch (error) {
    emit({ kind: 'failed', problem: problem('run-failed', { reason: reasonOf(error) }) });
  }
}

async function loadAll(
  sessions: SessionCache,
  models: readonly { readonly rows: number; readonly model: Uint8Array }[],
  provider: TrainRequest['provider'],
): Promise<ReadonlyMap<number, LoadedModel> | Problem> {
  const loaded = new Map<number, LoadedModel>();
  for (const { rows, model } of models) {
    const found = await sessions.load(model, provider);
    if (isProblem(found)) return found;
    loaded.set(rows, found);
  }
  return loaded;
}

interface Sum {
  rows: number;
  loss: number;
  correct: number;
  hasAccuracy: boolean;
}

function addTo(sum: Sum, outputs: ort.InferenceSession.ReturnType, rows: number): void {
  sum.rows += rows;
  sum.loss += numberOf(outputs[names.loss]) * rows;
  sum.hasAccuracy = names.correct in outputs;
  if (sum.hasAccuracy) sum.correct += numberOf(outputs[names.correct]);
}

function resultOf(
  epoch: number,
  sum: {
    readonly rows: number;
    readonly loss: number;
    readonly correct: number;
    readonly hasAccuracy: boolean;
  },
): EpochResult {
  const accuracy = sum.hasAccuracy ? { accuracy: sum.correct / sum.rows } : {};
  return { epoch: epoch + 1, loss: sum.loss / sum.rows, ...accuracy };
}

/** Row numbers in the order of an epoch. */
function orderOf({ targets, shuffle, seed }: TrainRequest, epoch: number): Int32Array {
  return shuffle ? shuffled(targets.length, seed, `epoch ${epoch}`) : Int32Array.from(targets.keys());
}

/** A minibatch of some rows, by the model's names. */
function batchOf(
  { features, targets }: Pick<TrainRequest, 'features' | 'targets'>,
  { target, input }: Pick<TrainRequest, 'target' | 'input'>,
  rows: Int32Array,
): Record<string, ort.Tensor> {
  const width = sizeOf(input.row);
  const x = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    x.set(features.values.subarray(row * width, (row + 1) * width), at * width);
  });
  const y = Float32Array.from(rows, (row) => targets[row] ?? Number.NaN);
  const targetTensor =
    target === 'class'
      ? new ort.Tensor(
          'int64',
          BigInt64Array.from(y, (value) => BigInt(value)),
          [rows.length],
        )
      : new ort.Tensor('float32', y, [rows.length, 1]);
  return {
    [input.value]: new ort.Tensor('float32', x, [rows.length, ...input.row]),
    [names.target]: targetTensor,
  };
}

function feedsOf(
  request: TrainRequest,
  rows: Int32Array,
  values: ReadonlyMap<string, ort.Tensor>,
  epoch: number,
  step: number,
): Record<string, ort.Tensor> {
  const { models, seed, rates } = request;
  return {
    ...Object.fromEntries(values),
    ...batchOf(request, request, rows),
    [names.rate]: new ort.Tensor('float32', [rates[epoch] ?? Number.NaN], []),
    [names.step]: new ort.Tensor('float32', [step], []),
    ...masksOf(models.find((model) => model.rows === rows.length)?.masks ?? [], seed, step),
  };
}

/** What the rows kept aside come to with the weights as they are. */
async function validate(
  { validation, ...request }: TrainRequest,
  loaded: ReadonlyMap<number, LoadedModel>,
  values: ReadonlyMap<string, ort.Tensor>,
): Promise<EpochResult['validation']> {
  if (!validation) return undefined;
  const sum = { rows: 0, loss: 0, correct: 0, hasAccuracy: false };
  const order = Int32Array.from(validation.targets.keys());
  for (let start = 0; start < order.length; start += validation.batch) {
    const rows = order.subarray(start, start + validation.batch);
    const model = loaded.get(rows.length);
    if (!model) throw new RangeError(`no model for ${rows.length} rows`);
    const outputs = await model.session.run({
      ...pickFed(model, values),
      ...batchOf(validation, request, rows),
    });
    model.nodeTimes();
    addTo(sum, outputs, rows.length);
  }
  return { loss: sum.loss / sum.rows, ...(sum.hasAccuracy && { accuracy: sum.correct / sum.rows }) };
}

/** A model that only scores knows nothing of what an optimiser remembers. */
function pickFed(model: LoadedModel, values: ReadonlyMap<string, ort.Tensor>): Record<string, ort.Tensor> {
  const fed = new Set(model.session.inputNames);
  return Object.fromEntries([...values].filter(([name]) => fed.has(name)));
}

/** The same seed and step draw the same masks. */
function masksOf(
  masks: TrainRequest['models'][number]['masks'],
  seed: number,
  step: number,
): Record<string, ort.Tensor> {
  const drawn = masks.map(({ name, shape, keep }) => {
    const random = createRandom(seed, `step ${step} ${name}`);
    const values = Float32Array.from({ length: sizeOf(shape) }, () => (random.uniform(0, 1) < keep ? 1 : 0));
    return [name, new ort.Tensor('float32', values, shape)] as const;
  });
  return Object.fromEntries(drawn);
}

/** Weights and what the optimiser remembers, so that any epoch can be looked at or gone on from. */
function copyOf({ carried }: TrainRequest, values: ReadonlyMap<string, ort.Tensor>): TrainedEpoch['values'] {
  return new Map(
    carried.flatMap(({ value }) => {
      const tensor = values.get(value);
      if (!tensor) return [];
      const copy = Float32Array.from(tensor.data as Float32Array);
      return [[value, { dtype: 'float32', shape: [...tensor.dims], values: copy }] as const];
    }),
  );
}

function numberOf(output: ort.OnnxValue | undefined): number {
  return Number(output?.data[0]);
}
