/** What a training run has come to so far, as a plain value; each event of the engine makes the next one. */
import type {
  BatchResults,
  EpochResult,
  TrainedBatch,
  TrainedEpoch,
  TrainRequest,
} from '#shared/contract/engine';
import type { FloatTensor, Tensors } from '#shared/document/document';
import { fill } from '#shared/messages/fill';
import { trainMessages } from '#shared/messages/train';
import {
  cutCurve,
  emptyCurve,
  extendCurve,
  type BatchCurve,
  type BatchPoint,
} from '#shared/training/batch-curve';
import type { TrainingProgram } from '#shared/training/compile-training';
import { observe } from '#shared/training/observe';
import { parametersOf } from '#shared/training/request';

type Values = ReadonlyMap<string, FloatTensor>;
type Parameters = Readonly<Record<string, Tensors>>;

/** One epoch; the first, 0, is where the run started and has no result. */
export interface Epoch {
  /** Of parameters, by the names of their values. */
  readonly values: Values;
  readonly parameters: Parameters;
  readonly result?: EpochResult;
  readonly observation?: string;
  /** Length of each parameter's gradient, the mean over the minibatches. */
  readonly gradientNorms?: ReadonlyMap<string, number>;
}

/** After so many whole epochs, or after a minibatch of the one that came next. */
export interface Place {
  readonly epoch: number;
  readonly batch?: number;
}

/** The network as it was at a place of the run. */
export interface Moment extends Place {
  readonly parameters: Parameters;
}

/** Where the run can go on with the numbers it would have had without a stop. */
export interface Standing extends Moment {
  /** With everything the optimiser remembers. */
  readonly values: Values;
  readonly within?: Pick<TrainedBatch, 'batch' | 'sum'>;
}

export interface Run {
  readonly request: TrainRequest;
  readonly program: TrainingProgram;
  readonly epochs: readonly Epoch[];
  /** What minibatches came to; in long runs the means of a few. */
  readonly batches: readonly BatchPoint[];
  readonly curve: BatchCurve;
  /** Minibatches whose weights are kept. */
  readonly kept: readonly Moment[];
  readonly standing: Standing;
}

/** Weights of all epochs together, in values: beyond it the oldest but the first are let go. */
const keptValues = 16_000_000;

export function beginRun(request: TrainRequest, program: TrainingProgram): Run {
  const parameters = parametersOf(program, request.values);
  const { values } = request;
  return {
    request,
    program,
    epochs: [{ values: weightsOf(program, values), parameters }],
    batches: [],
    curve: emptyCurve,
    kept: [],
    standing: { epoch: 0, values, parameters },
  };
}

/** `classes` is how many there are to guess between. */
export function addEpochs(run: Run, over: readonly TrainedEpoch[], classes: number): Run {
  const results = run.epochs.flatMap(({ result }) => result ?? []);
  const added = over.map(({ values, gradientNorms, ...result }): Epoch => {
    results.push(result);
    const observation = observe(results, results.length - 1, classes);
    const parameters = parametersOf(run.program, values);
    return { values: weightsOf(run.program, values), parameters, result, observation, gradientNorms };
  });
  const epochs = withinMemory([...run.epochs, ...added], added.length);
  const [last, values] = [added.at(-1), over.at(-1)?.values];
  if (!last || !values) return run;
  const epoch = epochs.length - 1;
  // Minibatches of the epoch under way are told first.
  const standing = run.standing.epoch < epoch ? { epoch, values, parameters: last.parameters } : run.standing;
  return { ...run, epochs, standing };
}

export function addBatches(run: Run, over: readonly BatchResults[]): Run {
  const curve = extendCurve(run.curve, over);
  return { ...run, curve, batches: curve.points };
}

export function addKept(run: Run, over: readonly TrainedBatch[]): Run {
  const added = over.map((batch) => standingAt(run, batch));
  const standing = added.at(-1);
  const kept = [
    ...run.kept,
    ...added.map(({ epoch, batch = 0, parameters }) => ({ epoch, batch, parameters })),
  ];
  return standing ? { ...run, kept, standing } : run;
}

/** Where it can go on from, though its weights are not kept to be looked at. */
export function addStanding(run: Run, batch: TrainedBatch): Run {
  return { ...run, standing: standingAt(run, batch) };
}

function standingAt({ program }: Run, { epoch, batch, sum, values }: TrainedBatch): Standing {
  const parameters = parametersOf(program, values);
  return { epoch: epoch - 1, batch, parameters, values, within: { batch, sum } };
}

/** Of a run that ended with the app: what its epochs came to is known, their weights are not. */
export function epochsOf(results: readonly EpochResult[], classes: number): readonly Epoch[] {
  const known = { values: new Map(), parameters: {} };
  return [
    known,
    ...results.map((result, at) => ({ ...known, result, observation: observe(results, at, classes) })),
  ];
}

/**
 * The run as it goes on by a request made anew. Where its minibatches are others than those so far, the epoch under
 * way begins again.
 */
export function withRequest(run: Run, found: Pick<Run, 'request' | 'program'>): Run {
  const { epoch, parameters, values } = run.standing;
  const standing = hasSameBatches(run.request, found.request) ? run.standing : { epoch, parameters, values };
  return { ...run, ...found, standing };
}

function hasSameBatches(a: TrainRequest, b: TrainRequest): boolean {
  const namesOf = ({ norms }: TrainRequest): string => norms.map(({ value }) => value).join();
  return (
    a.batch === b.batch &&
    a.seed === b.seed &&
    a.shuffle === b.shuffle &&
    namesOf(a) === namesOf(b) &&
    heldBy(a) === heldBy(b)
  );
}

/** How many minibatches an epoch of the run has. */
export function batchesOf({ request: { rows, batch } }: Pick<Run, 'request'>): number {
  return Math.ceil(('held' in rows ? rows.count : rows.targets.length) / batch);
}

/** The same rows have the same key. */
function heldBy({ rows }: TrainRequest): number | undefined {
  return 'held' in rows ? rows.held : undefined;
}

/** Without what came after the place it can go on from. */
export function backToStanding(run: Run): Run {
  const { epoch, batch = 0 } = run.standing;
  const curve = cutCurve(run.curve, epoch + 1, batch);
  return { ...run, curve, batches: curve.points };
}

/** Whether a network's weights are the very tensors of a moment. */
export function hasWeightsOf(
  document: { readonly parameters: Parameters },
  moment: { readonly parameters: Parameters },
): boolean {
  return Object.entries(moment.parameters).every(([node, tensors]) =>
    Object.entries(tensors).every(([name, tensor]) => document.parameters[node]?.[name] === tensor),
  );
}

/** Everything that can be looked at, in the order it came. */
export function momentsOf({ epochs, kept }: Run): readonly Moment[] {
  const whole = epochs.flatMap(({ parameters }, epoch): Moment[] =>
    Object.keys(parameters).length > 0 ? [{ epoch, parameters }] : [],
  );
  return [...whole, ...kept].sort((a, b) => a.epoch - b.epoch || (a.batch ?? 0) - (b.batch ?? 0));
}

/** `epoch 2`, or `epoch 2, minibatch 13`, which is one of the second epoch. */
export function nameOf({ epoch, batch }: Place): string {
  return batch === undefined
    ? fill(trainMessages.atEpoch, { epoch })
    : fill(trainMessages.atBatch, { epoch: epoch + 1, batch });
}

function weightsOf({ parameters }: TrainingProgram, values: Values): Values {
  return new Map(
    parameters.flatMap(({ value }) => {
      const tensor = values.get(value);
      return tensor ? [[value, tensor] as const] : [];
    }),
  );
}

/** Results stay; the weights of the oldest epochs but the first are let go when there are too many. */
function withinMemory(epochs: readonly Epoch[], added: number): readonly Epoch[] {
  const newest = [...(epochs.at(-1)?.values.values() ?? [])];
  const each = newest.reduce((sum, { values }) => sum + values.length, 0);
  const surplus = epochs.length - Math.max(2, Math.floor(keptValues / Math.max(1, each)));
  if (surplus <= 0) return epochs;
  // Those before were let go when their turn came.
  const from = Math.max(1, surplus - added + 1);
  const kept = [...epochs];
  for (let at = from; at <= surplus; at++) {
    const epoch = kept[at];
    if (epoch) kept[at] = { ...epoch, values: new Map(), parameters: {} };
  }
  return kept;
}
