/** How a document learns, in the words of the program that is written for PyTorch. */
import type { Document } from '#shared/document/document';
import type { Inference } from '#shared/document/infer';
import { initialTraining, isFrozen, type TrainingSettings } from '#shared/document/training-settings';
import { isProblem } from '#shared/messages/problem';
import { losses } from '#shared/training/losses/index';
import { optimisers } from '#shared/training/optimisers/index';
import { rowsFor } from '#shared/training/rows';
import { scoredNode } from '#shared/training/scope';
import { stateNames } from '#shared/torch/network';
import type { TrainingLoop } from '#shared/torch/script';

/** PyTorch's schedulers of the same rates. */
const schedules: Record<TrainingSettings['schedule'], (epochs: number) => TrainingLoop['schedule']> = {
  constant: () => undefined,
  step: (epochs) => ({ kind: 'StepLR', settings: { step_size: Math.ceil(epochs / 3), gamma: 0.1 } }),
  cosine: (epochs) => ({ kind: 'CosineAnnealingLR', settings: { T_max: epochs } }),
  'warm-up': (epochs) => ({
    kind: 'LinearLR',
    settings: { start_factor: 0.1, total_iters: Math.ceil(epochs / 5) },
  }),
};

/** Undefined where nothing can be trained: without weights, or with more than one input. */
export function trainingLoopOf(document: Document, inference: Inference): TrainingLoop | undefined {
  const settings = { ...initialTraining, ...document.training };
  const nodes = [...inference.nodes.values()].flatMap(({ emission }) => emission ?? []);
  const inputs = nodes.flatMap(({ graphInputs }) => graphInputs);
  const [input] = inputs;
  const loss = losses.get(settings.loss);
  const optimiser = optimisers.get(settings.optimiser);
  const scored = scoredNode(inference, document.edges, settings);
  const learns = nodes.some(({ parameters }) => parameters.some(({ isBuffer }) => !isBuffer));
  if (!input || inputs.length > 1 || !learns || !loss || !optimiser || !scored || isProblem(scored)) {
    return undefined;
  }
  const { momentum, nesterov, weightDecay: decay } = settings;
  const steps = { nesterov, weightDecay: decay };
  // It remembers something more where momentum means something to it.
  const hasMomentum =
    momentum > 0 &&
    optimiser.stateCount({ ...steps, momentum }) > optimiser.stateCount({ ...steps, momentum: 0 });
  return {
    scored: scored.node.id,
    loss: loss.torch?.({ classes: scored.emission.output.shape[1] ?? 1, settings }) ?? {
      code: `nn.${loss.kind}()`,
    },
    optimiser: optimiser.kind,
    settings: {
      lr: settings.rate,
      ...(hasMomentum && { momentum }),
      ...(hasMomentum && nesterov && { nesterov }),
      weight_decay: decay,
    },
    schedule: schedules[settings.schedule](settings.epochs),
    penalties: { l1: settings.l1, l2: settings.l2 },
    clip: { by: settings.clip, limit: settings.clipLimit },
    frozen: stateNames(inference)
      .filter(({ node, spec }) => isFrozen(settings, node, spec.name))
      .map(({ name }) => name),
    classes: loss.target === 'class' ? classesOf(document, settings) : undefined,
    answer: scored.emission.output.shape.slice(1),
    row: input.shape.slice(1),
    epochs: settings.epochs,
    batch: settings.batch,
    shuffle: settings.shuffle,
    seed: settings.seed,
  };
}

/** Names of the classes by index; none where there are no rows to know them from. */
function classesOf(document: Document, settings: TrainingSettings): readonly string[] {
  const rows = rowsFor(document.data, settings);
  return isProblem(rows) ? [] : rows.training.classes;
}
