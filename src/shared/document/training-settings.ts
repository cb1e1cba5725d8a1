/** How a network is trained: chosen by the person, kept in the document. */
import * as v from 'valibot';
import { fillShown } from '../messages/fill';
import { isProblem } from '../messages/problem';
import { schemaWants as wants } from '../messages/schema';
import { checkWithin, type Limits } from '../tensor/limits';

/** What the numbers of the settings may be, in a form and in a file. */
export const trainingLimits = {
  rate: { min: 1e-9, max: 1000 },
  batch: { min: 1, max: 100_000, isWhole: true },
  epochs: { min: 1, max: 10_000, isWhole: true },
  validation: { min: 0, max: 0.9 },
  test: { min: 0, max: 0.9 },
  momentum: { min: 0, max: 1 },
  labelSmoothing: { min: 0, max: 1 },
  weightDecay: { min: 0, max: 100 },
  l1: { min: 0, max: 100 },
  l2: { min: 0, max: 100 },
  clipLimit: { min: 1e-9, max: 1e9 },
  seed: { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, isWhole: true },
} satisfies Record<string, Limits>;

function within(name: keyof typeof trainingLimits) {
  const limits: Limits = trainingLimits[name];
  const { min, max } = limits;
  const isWithin = (value: number) => !isProblem(checkWithin(name, value, limits));
  const wanted = limits.isWhole ? wants.wholeNumber : wants.number;
  return v.message(v.pipe(v.number(), v.check(isWithin)), fillShown<string>(wanted, { min, max }));
}

const oneOf = <const O extends string>(options: readonly O[]) =>
  v.message(v.picklist(options), fillShown(wants.oneOf, { options: options.join(', ') }));
const flag = v.message(v.boolean(), wants.flag);
/** Which there are is not said here: a file may name one of a later version. */
const kind = v.message(v.pipe(v.string(), v.regex(/^\w{1,60}$/)), wants.kind);
const weight = v.pipe(v.number(), v.gtValue(0), v.maxValue(1e6));

export const trainingSchema = v.object({
  /** Kind of loss and of optimiser, by PyTorch's names. */
  loss: kind,
  /** Of CrossEntropyLoss: the share of the right class that all classes are given, and how much each counts. */
  labelSmoothing: v.optional(within('labelSmoothing'), 0),
  classWeights: v.optional(v.message(v.array(weight), wants.classWeights), []),
  /** The node whose output is scored; the network's answer when it is not there. */
  scored: v.exactOptional(v.message(v.string(), wants.id)),
  optimiser: kind,
  rate: within('rate'),
  momentum: within('momentum'),
  nesterov: flag,
  weightDecay: within('weightDecay'),
  /** Added to the loss's gradient for every weight that learns: of l1 · Σ|w| and l2 · Σ w². */
  l1: v.optional(within('l1'), 0),
  l2: v.optional(within('l2'), 0),
  /** Gradients are made smaller together by their norm, or each number alone by its value. */
  clip: v.optional(oneOf(['none', 'norm', 'value']), 'none'),
  clipLimit: v.optional(within('clipLimit'), 1),
  /** Parameters that do not learn: their names, by node. */
  frozen: v.optional(v.message(v.record(v.string(), v.array(v.string())), wants.frozen), {}),
  schedule: v.optional(oneOf(['constant', 'step', 'cosine', 'warm-up']), 'constant'),
  /** Share of the rows kept aside. */
  validation: v.optional(within('validation'), 0),
  /** Share of the rows scored once, when a run is over. */
  test: v.optional(within('test'), 0),
  batch: within('batch'),
  epochs: within('epochs'),
  shuffle: flag,
  seed: within('seed'),
});
export type TrainingSettings = v.InferOutput<typeof trainingSchema>;

export const initialTraining: TrainingSettings = {
  loss: 'CrossEntropyLoss',
  labelSmoothing: 0,
  classWeights: [],
  optimiser: 'SGD',
  rate: 0.01,
  momentum: 0,
  nesterov: false,
  weightDecay: 0,
  l1: 0,
  l2: 0,
  clip: 'none',
  clipLimit: 1,
  frozen: {},
  schedule: 'constant',
  validation: 0,
  test: 0,
  batch: 10,
  epochs: 5,
  shuffle: true,
  seed: 1,
};

export function isFrozen({ frozen }: TrainingSettings, node: string, parameter: string): boolean {
  return frozen[node]?.includes(parameter) === true;
}

/** The settings with a parameter frozen, or learning again. */
export function withFrozen(
  settings: TrainingSettings,
  node: string,
  parameter: string,
  value: boolean,
): TrainingSettings {
  const { [node]: before = [], ...others } = settings.frozen;
  const names = [...before.filter((name) => name !== parameter), ...(value ? [parameter] : [])];
  return { ...settings, frozen: names.length > 0 ? { ...others, [node]: names } : others };
}
