/** What the window and the engine say to each other over their port: requests checked by schema, replies as values. */
import * as v from 'valibot';
import type { Difference } from '../compare/differ';
import type { Problem } from '../messages/problem';
import type { Statistics } from '../tensor/statistics';
import type { Shape } from '../tensor/shape';
import { dtypes, isFilled, type Dtype, type Tensor } from '../tensor/tensor';

/** Frames carry at most this many values; more are read on demand. */
export const previewLimit = 1024;

const bytes = v.instance(Uint8Array);
const shape = v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(8), v.readonly());
const floatTensor = v.object({
  dtype: v.literal('float32'),
  shape,
  values: v.custom<Float32Array>((value) => value instanceof Float32Array),
});
/** Of any element type. */
const tensor = v.custom<Tensor>((value) => {
  const found = v.safeParse(v.object({ dtype: v.picklist(dtypes), shape }), value);
  return found.success && isFilled(value as Tensor);
});
/** Where a network can run, if the machine has it; the CPU comes first. */
export const providerIds = ['cpu', 'cuda', 'webgpu', 'dml', 'coreml'] as const;
export const providerId = v.picklist(providerIds);
export type ProviderId = v.InferOutput<typeof providerId>;

/** A tensor as one that was sent before, but for some numbers. */
const changedTensor = v.object({
  from: v.number(),
  changes: v.array(v.object({ at: v.number(), values: v.instance(Float32Array) })),
});
export type ChangedTensor = v.InferOutput<typeof changedTensor>;

/** What the minibatches of an epoch add up to so far. */
const runningSum = v.object({
  rows: v.number(),
  /** Times the rows of each minibatch. */
  loss: v.number(),
  correct: v.number(),
  batches: v.number(),
  /** Lengths of gradients, in the order of `norms`. */
  norms: v.array(v.number()),
});
export type RunningSum = v.InferOutput<typeof runningSum>;

/** One number or one class a row. */
const targets = v.custom<Float32Array>((value) => value instanceof Float32Array);
/** Rows of a data set: with the request, or held by the engine under a key. */
const rows = v.union([
  /** [rows, ...] */
  v.object({ features: floatTensor, targets }),
  v.object({ held: v.number(), count: v.number() }),
]);
export type TrainRows = v.InferOutput<typeof rows>;

/** Numbers of a model by their name, or a matrix of them with its axes changed. */
const ownNumbers = v.object({ own: v.string(), isTurned: v.boolean() });
export type OwnNumbers = v.InferOutput<typeof ownNumbers>;

/** A model held against one that was kept. */
const held = v.object({
  /** Its values, and those of the kept one that they are to be the same as. */
  against: v.map(v.string(), v.string()),
  /** What else it is fed: numbers that the kept one brings, which need not be sent again. */
  weights: v.map(v.string(), ownNumbers),
});
export type Held = v.InferOutput<typeof held>;

/** What a client knows them by. */
export const labelOf = ({ own, isTurned }: OwnNumbers): string => JSON.stringify([own, isTurned]);

/** The requests an engine answers, by kind. */
export const engineRequest = v.variant('kind', [
  v.object({ kind: v.literal('providers') }),
  /** A stream of `TraceEvent`s. */
  v.object({
    kind: v.literal('trace'),
    provider: providerId,
    model: bytes,
    /** What each input of the model is fed: the key of a tensor sent now or before. */
    feeds: v.map(v.string(), v.number()),
    /** Tensors the engine has not seen, by key; those no feed names are let go. */
    tensors: v.map(v.number(), v.union([tensor, changedTensor])),
  }),
  /** Keeps the values of the last trace, to hold later ones against, or lets go of what was kept. */
  v.object({ kind: v.literal('keep'), what: v.picklist(['last trace', 'nothing']) }),
  /** The last trace held against what is kept: a stream of `CompareEvent`s. */
  v.object({
    kind: v.literal('compare'),
    /** What is run and kept first; fed as the last trace was, unless it is said otherwise. */
    run: v.optional(
      v.object({ provider: providerId, model: bytes, feeds: v.optional(v.map(v.string(), tensor)) }),
    ),
    /** Names of values of the last trace and of what is kept, in the order they are to be told. */
    pairs: v.array(v.tuple([v.string(), v.string()])),
    tolerance: v.object({ absolute: v.number(), relative: v.number() }),
  }),
  /** A stream of `TrainEvent`s. */
  v.object({
    kind: v.literal('train'),
    provider: providerId,
    /** One for each size of minibatch; each takes as many minibatches in one run as it is given. */
    models: v.array(
      v.object({
        rows: v.number(),
        model: bytes,
        /** Inputs of ones and zeros, each one with the probability `keep`, drawn afresh each step. */
        masks: v.array(v.object({ name: v.string(), shape: v.array(v.number()), keep: v.number() })),
        /** What its values are, in the order they are computed. */
        places: v.array(
          v.object({
            value: v.string(),
            place: v.string(),
            part: v.optional(v.object({ start: v.number(), end: v.number() })),
          }),
        ),
      }),
    ),
    rows,
    target: v.picklist(['class', 'number']),
    /** The network's input and the shape of one row of it. */
    input: v.object({ value: v.string(), row: v.array(v.number()) }),
    /** Tensors that are fed back: what replaces each, what it is told as after each minibatch, what lies in it end to end. */
    carried: v.array(
      v.object({
        value: v.string(),
        next: v.string(),
        each: v.optional(v.string()),
        parts: v.array(v.object({ value: v.string(), shape: v.array(v.number()) })),
      }),
    ),
    /** By the names of the parts. */
    values: v.map(v.string(), floatTensor),
    /** Parameters that learn, and what the length of their gradient is told as. */
    norms: v.array(v.object({ value: v.string(), norm: v.string() })),
    /** One learning rate an epoch. */
    rates: v.array(v.number()),
    /** Rows that are scored after each epoch and never trained on. */
    validation: v.optional(
      v.object({
        rows,
        batch: v.number(),
        models: v.array(v.object({ rows: v.number(), model: bytes })),
        /** Values the models are fed beside the rows. */
        fed: v.array(v.string()),
      }),
    ),
    batch: v.number(),
    epochs: v.number(),
    shuffle: v.boolean(),
    seed: v.number(),
    /** Where to go on: epoch and minibatch counted from 0, and what the epoch has come to so far. */
    from: v.object({ epoch: v.number(), batch: v.number(), sum: runningSum }),
    /** Stop after so many minibatches. */
    limit: v.optional(v.number()),
    /** Tell everything that is fed back after each minibatch, not after each epoch alone, as the models do. */
    keepsBatches: v.boolean(),
  }),
  /** A piece of the rows of a data set, to be held under a key: the first makes room for all of them. */
  v.object({
    kind: v.literal('hold'),
    key: v.number(),
    /** Of the whole set, and the first of this piece. */
    rows: v.number(),
    from: v.number(),
    features: v.custom<Float32Array>((value) => value instanceof Float32Array),
    targets,
    /** Other keys that are still wanted: the rest is let go. */
    keeps: v.array(v.number()),
  }),
  /** One value of the last trace, whole. */
  v.object({ kind: v.literal('read'), value: v.string() }),
  /** Runs a model once and answers its outputs by name. */
  v.object({ kind: v.literal('run'), model: bytes, feeds: v.map(v.string(), tensor) }),
  /** Runs a model from a file once, and answers what it finds of its values: types, shapes. */
  v.object({
    kind: v.literal('record'),
    model: bytes,
    feeds: v.map(v.string(), tensor),
    /** Keeps the model and what is found, or holds what is found against that. */
    proof: v.optional(v.union([v.literal('begin'), held])),
    /** Where nothing differs, what it was fed of the other's weights is held under these keys, by the names it was fed under. */
    keys: v.optional(v.map(v.string(), v.number())),
  }),
]);
export type EngineRequest = v.InferOutput<typeof engineRequest>;
export type TraceRequest = Extract<EngineRequest, { kind: 'trace' }>;
export type TrainRequest = Extract<EngineRequest, { kind: 'train' }>;
export type CompareRequest = Extract<EngineRequest, { kind: 'compare' }>;
export type RecordRequest = Extract<EngineRequest, { kind: 'record' }>;
/** Those that answer once. */
export type EngineCall = Exclude<EngineRequest, TraceRequest | CompareRequest | TrainRequest>;

/** What comes over the port towards the engine. */
export const engineMessage = v.variant('type', [
  v.object({ type: v.literal('request'), id: v.number(), request: engineRequest }),
  v.object({ type: v.literal('close'), id: v.number() }),
]);

/** What the engine's process tells main once it can be asked. */
export const engineIsUp = 'engine.up';

/** A file the window reads as a model, by its handle, or one that lies beside it, by its place there. */
const lentFile = v.object({ handle: v.pipe(v.string(), v.uuid()), beside: v.string() });
export type LentFile = v.InferOutput<typeof lentFile>;

/** What the engine's process asks main: where a file is that the numbers of a model lie in. */
export const fileQuestion = v.object({ id: v.number(), file: lentFile });
export type FileQuestion = v.InferOutput<typeof fileQuestion>;

/** Its path, or why it is not to be read. */
export interface FileAnswer {
  readonly id: number;
  readonly found: string | Problem;
}

/** One that the runtime was built with; whether it runs is told once it was tried. */
export interface Provider {
  readonly id: ProviderId;
  readonly label: string;
}

/** One value's share of a trace. */
export interface Frame {
  /** The value's name in the model. */
  readonly value: string;
  readonly dtype: Dtype;
  readonly shape: Shape;
  readonly statistics: Statistics;
  /** The first `previewLimit` values in row-major order, in a row. */
  readonly preview: Tensor;
  /** How long its node took in the first run of this network, in milliseconds; 0 where it was worked out beforehand. */
  readonly ms: number;
}

export type TraceEvent =
  | { readonly kind: 'start'; readonly provider: ProviderId; readonly notice?: Problem }
  | { readonly kind: 'frames'; readonly frames: readonly Frame[] }
  | { readonly kind: 'done'; readonly ms: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly problem: Problem };

export type CompareEvent =
  /** What is to be run first has run. */
  | { readonly kind: 'ran'; readonly notice?: Problem }
  /** By the names of the values of the last trace; `done` of `total` elements were looked at. */
  | {
      readonly kind: 'compared';
      readonly differences: readonly (readonly [value: string, Difference])[];
      readonly done: number;
      readonly total: number;
    }
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** What an epoch's minibatches came to, each scored before its update. */
export interface EpochResult {
  /** Counted from 1. */
  readonly epoch: number;
  /** Mean over the rows. */
  readonly loss: number;
  /** Share of the rows answered rightly, where that can be said. */
  readonly accuracy?: number;
  /** The same of the rows kept aside, scored after the epoch. */
  readonly validation?: { readonly loss: number; readonly accuracy?: number } | undefined;
}

type Values = ReadonlyMap<string, Tensor<'float32'>>;

/** An epoch that is over, with everything that is fed back. */
export interface TrainedEpoch extends EpochResult {
  readonly values: Values;
  /** Length of each parameter's gradient as the optimiser met it before clipping: the mean over the minibatches. */
  readonly gradientNorms: ReadonlyMap<string, number>;
}

/** Where a run stands after a minibatch within an epoch: with it the run goes on as if it had never stopped. */
export interface TrainedBatch {
  /** Counted from 1, as is the minibatch within it. */
  readonly epoch: number;
  readonly batch: number;
  readonly sum: RunningSum;
  readonly values: Values;
}

/** What one minibatch after another came to, each scored before its update. */
export interface BatchResults {
  /** Of the first of them, counted from 1. */
  readonly epoch: number;
  readonly batch: number;
  readonly losses: Float32Array;
  /** Share of the rows answered rightly, where that can be said. */
  readonly accuracies?: Float32Array;
}

export type TrainEvent =
  | { readonly kind: 'start'; readonly provider: ProviderId; readonly notice?: Problem }
  /** The running means of an epoch under way, at most 30 a second. */
  | ({ readonly kind: 'progress'; readonly batch: number; readonly batches: number } & EpochResult)
  /** Minibatches that are over, at most 30 times a second, before the epochs they belong to. */
  | { readonly kind: 'batches'; readonly batches: readonly BatchResults[] }
  /** Places a run can go on from, within an epoch: each where the request says so, and where it stops. */
  | { readonly kind: 'kept'; readonly batches: readonly TrainedBatch[] }
  /** Within a long epoch, about once a second: where the run can go on from, should the engine end. */
  | { readonly kind: 'standing'; readonly batch: TrainedBatch }
  /** Epochs that are over, at most 30 times a second. */
  | { readonly kind: 'epochs'; readonly epochs: readonly TrainedEpoch[] }
  | { readonly kind: 'done'; readonly ms: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly problem: Problem };

export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** A value as a run found it. */
export interface Described {
  /** Its element type, or what it is where it is no tensor that can be read. */
  readonly type: string;
  readonly shape?: Shape;
}

export interface RecordReply {
  readonly values: ReadonlyMap<string, Described>;
  /** Values that are other than what they were held against; undefined where there was nothing to hold them against. */
  readonly differing?: readonly string[];
  /** Why the model did not run: then shapes are known as far as they are before a run. */
  readonly failed?: Problem;
}

/** What the requests that are no streams answer. */
export interface EngineReplies {
  providers: readonly Provider[];
  keep: null;
  hold: null;
  read: Tensor;
  run: ReadonlyMap<string, Tensor>;
  record: RecordReply;
}

export type EngineEvent = TraceEvent | CompareEvent | TrainEvent;

export type EngineAnswer =
  | { readonly type: 'reply'; readonly id: number; readonly reply: Reply<EngineReplies[keyof EngineReplies]> }
  | { readonly type: 'event'; readonly id: number; readonly event: EngineEvent };
