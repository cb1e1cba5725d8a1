/** How a network is trained: chosen by the person, kept in the document. */
import * as v from 'valibot';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

export const trainingSchema = v.object({
  /** Kind of loss and of optimiser, by PyTorch's names. */
  loss: v.string(),
  /** Of CrossEntropyLoss: the share of the right class that all classes are given, and how much each counts. */
  labelSmoothing: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0),
  classWeights: v.optional(v.array(v.pipe(v.number(), v.gtValue(0), v.maxValue(1e6))), []),
  /** The node whose output is scored; the network's answer when it is not there. */
  scored: v.exactOptional(v.string()),
  optimiser: v.string(),
  rate: v.pipe(v.number(), v.gtValue(0), v.maxValue(1000)),
  momentum: share,
  nesterov: v.boolean(),
  weightDecay: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  /** Added to the loss's gradient for every weight that learns: of l1 · Σ|w| and l2 · Σ w². */
  l1: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100)), 0),
  l2: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100)), 0),
  /** Gradients are made smaller together by their norm, or each number alone by its value. */
  clip: v.optional(v.picklist(['none', 'norm', 'value']), 'none'),
  clipLimit: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1e9)), 1),
  /** Parameters that do not learn: their names, by node. */
  frozen: v.optional(v.record(v.string(), v.array(v.string())), {}),
  schedule: v.optional(v.picklist(['constant', 'step', 'cosine', 'warm-up']), 'constant'),
  /** Share of the rows kept aside. */
  validation: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)), 0),
  /** Share of the rows scored once, when a run is over. */
  test: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)), 0),
  batch: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
  epochs: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
  shuffle: v.boolean(),
  seed: v.pipe(v.number(), v.safeInteger()),
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
