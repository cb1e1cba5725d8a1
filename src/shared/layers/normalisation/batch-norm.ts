/**
 * Batch normalisation: each channel shifted and scaled to mean 0 and variance 1, then by numbers that are learned.
 * While training the minibatch's own mean and variance are used, and running ones kept for predicting.
 * Source: Ioffe and Szegedy, "Batch Normalization", 2015; https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 */
import { problem, type Problem } from '../../messages/problem';
import { formatShape, type Shape } from '../../tensor/shape';
import { flag, type AttributesOf } from '../attributes';
import { defineLayer, type EmitContext, type LayerDefinition, type LayerExample } from '../define';
import { pythonCall } from '../python';
import {
  channelCount,
  checkChannels,
  emitLearned,
  emitRunning,
  explainRunning,
  learnedOf,
  momentum,
  placeAxes,
  placesOf,
  runningOf,
  texRunning,
  updateRunning,
  guessRunning,
} from './channels';
import { emitStandardised, eps } from './standardise';

const fields = {
  num_features: channelCount,
  eps,
  momentum,
  affine: flag({ initial: true, help: 'Whether a scale and a shift for each channel are learned.' }),
};

interface Variant {
  readonly kind: string;
  readonly words: readonly string[];
  readonly examples: readonly LayerExample[];
  /** Why it does not take a tensor of this rank. */
  readonly checkRank: (shape: Shape) => Problem | undefined;
}

export function defineBatchNorm({
  kind,
  words,
  examples,
  checkRank,
}: Variant): LayerDefinition<typeof fields> {
  return defineLayer({
    kind,
    group: 'normalisation',
    summary:
      'Shifts and scales each channel to mean 0 and variance 1, then by a scale and a shift that are learned. It predicts with the means and variances it saw while training.',
    formula: 'y = (x - mean) / √(var + eps) · weight + bias',
    backward:
      'Shown as it predicts: mean and variance stand still, so each gradient is multiplied by weight / √(var + eps). While training they come from the minibatch, and every row of it has a say.',
    words: ['batch normalization', ...words],
    attributes: fields,
    check([x = []], { num_features }, mode) {
      const misfit = checkRank(x) ?? checkChannels(x, 'num_features', num_features);
      if (misfit) return misfit;
      return mode === 'train' && countOf(x) < 2
        ? problem('too-few-to-normalise', { shape: formatShape(x) })
        : undefined;
    },
    resolve: ([x = []], attributes) => ({ ...attributes, num_features: x[1] ?? 1 }),
    parameters: ([x = []], { affine }) => [...(affine ? learnedOf(x) : []), ...runningOf(x)],
    emit: (context) => (context.mode === 'train' ? emitTraining(context) : emitRunning(context)),
    recognise: guessRunning,
    explain: explainRunning,
    torch: ({ attributes }) => ({
      module: pythonCall(
        `nn.${kind}`,
        [attributes.num_features ?? 1],
        [
          ['eps', attributes.eps, 1e-5],
          ['momentum', attributes.momentum, 0.1],
          ['affine', attributes.affine, true],
        ],
      ),
    }),
    tex: texRunning,
    examples,
  });
}

/** How many numbers of each channel there are. */
function countOf(shape: Shape): number {
  return (shape[0] ?? 1) * placesOf(shape);
}

function emitTraining(context: EmitContext<AttributesOf<typeof fields>>): string {
  const {
    builder,
    inputs: [x = ''],
    shapes: [shape = []],
    attributes,
  } = context;
  const axes = [0, ...placeAxes(shape)];
  const { normal, mean, variance } = emitStandardised(builder, x, axes, attributes.eps);
  updateRunning(context, mean, variance, countOf(shape));
  return attributes.affine ? emitLearned(context, normal, shape) : normal;
}
