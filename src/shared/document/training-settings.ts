/** How a network is trained: chosen by the person, kept in the document. */
import * as v from 'valibot';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

export const trainingSchema = v.object({
  /** Kind of loss and of optimiser, by PyTorch's names. */
  loss: v.string(),
  /** The node whose output is scored; the network's answer when it is not there. */
  scored: v.exactOptional(v.string()),
  optimiser: v.string(),
  rate: v.pipe(v.number(), v.gtValue(0), v.maxValue(1000)),
  momentum: share,
  nesterov: v.boolean(),
  weightDecay: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  schedule: v.optional(v.picklist(['constant', 'step', 'cosine', 'warm-up']), 'constant'),
  /** Share of the rows kept aside. */
  validation: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)), 0),
  batch: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
  epochs: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
  shuffle: v.boolean(),
  seed: v.pipe(v.number(), v.safeInteger()),
});
export type TrainingSettings = v.InferOutput<typeof trainingSchema>;

export const initialTraining: TrainingSettings = {
  loss: 'CrossEntropyLoss',
  optimiser: 'SGD',
  rate: 0.01,
  momentum: 0,
  nesterov: false,
  weightDecay: 0,
  schedule: 'constant',
  validation: 0,
  batch: 10,
  epochs: 5,
  shuffle: true,
  seed: 1,
};
