/**
 * Instance normalisation: each channel of each example shifted and scaled on its own to mean 0 and variance 1.
 * Source: Ulyanov, Vedaldi and Lempitsky, "Instance Normalization", 2016; https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html
 */
import { problem, type Problem } from '../../messages/problem';
import { formatShape, indexAt, type Shape } from '../../tensor/shape';
import { flag, type AttributesOf } from '../attributes';
import { defineLayer, type EmitContext, type LayerDefinition, type LayerExample } from '../define';
import { pythonCall } from '../python';
import { texNumber } from '../tex';
import {
  channelCount,
  checkChannels,
  emitLearned,
  emitRunning,
  explainLearned,
  explainRunning,
  learnedOf,
  momentum,
  placeAxes,
  placesOf,
  runningOf,
  texLearned,
  texRunning,
  updateRunning,
  guessRunning,
} from './channels';
import { emitStandardised, eps, standardised, texStandardised, epsOf } from './standardise';

const fields = {
  num_features: channelCount,
  eps,
  momentum,
  affine: flag({ initial: false, help: 'Whether a scale and a shift for each channel are learned.' }),
  track_running_stats: flag({
    initial: false,
    help: 'Whether it predicts with means and variances kept while training, as BatchNorm does.',
  }),
};

interface Variant {
  readonly kind: string;
  readonly checkRank: (shape: Shape) => Problem | undefined;
  readonly examples: readonly LayerExample[];
}

export function defineInstanceNorm({ kind, checkRank, examples }: Variant): LayerDefinition<typeof fields> {
  return defineLayer({
    kind,
    group: 'normalisation',
    summary:
      'Shifts and scales each channel of each example to mean 0 and variance 1, by its own numbers alone. How bright or loud an example is makes no difference after it.',
    formula: 'y = (x - mean) / √(var + eps), over one channel of one example',
    backward:
      'Mean and variance are made of the channel’s own numbers, so each of them collects from all the others, too. What all gradients of a channel have in common cancels out.',
    words: ['instance normalization', 'style transfer'],
    attributes: fields,
    check([x = []], { num_features, track_running_stats }, mode) {
      const misfit = checkRank(x) ?? checkChannels(x, 'num_features', num_features);
      if (misfit) return misfit;
      return (mode === 'train' || !track_running_stats) && placesOf(x) < 2
        ? problem('nothing-to-normalise', { part: 'channel', shape: formatShape(x) })
        : undefined;
    },
    resolve: ([x = []], attributes) => ({ ...attributes, num_features: x[1] ?? 1 }),
    parameters: ([x = []], { affine, track_running_stats }) => [
      ...(affine ? learnedOf(x) : []),
      ...(track_running_stats ? runningOf(x) : []),
    ],
    emit: (context) =>
      context.mode === 'eval' && context.attributes.track_running_stats
        ? emitRunning(context)
        : emitOwn(context),
    recognise: (y) => [
      ...guessRunning(y).map(({ shapes, attributes }) => ({
        shapes,
        attributes: { ...attributes, track_running_stats: true },
      })),
      ...[true, false].map((affine) => ({
        shapes: [y.shape],
        attributes: { affine, eps: epsOf(affine ? y.back(0, 0) : y) },
      })),
    ],
    explain(context) {
      const { input, shapeOf, index, attributes } = context;
      if (attributes.track_running_stats) return explainRunning(context);
      const [example = 0, channel = 0] = index;
      const places = shapeOf('x').slice(2);
      const all = Array.from({ length: placesOf(shapeOf('x')) }, (_, at) =>
        input('x', [example, channel, ...indexAt(places, at)]),
      );
      const normal = standardised(all, attributes.eps, [example, channel])(input('x', index));
      return attributes.affine ? explainLearned(context, normal) : normal;
    },
    torch: ({ attributes }) => ({
      module: pythonCall(
        `nn.${kind}`,
        [attributes.num_features ?? 1],
        [
          ['eps', attributes.eps, 1e-5],
          ['momentum', attributes.momentum, 0.1],
          ['affine', attributes.affine, false],
          ['track_running_stats', attributes.track_running_stats, false],
        ],
      ),
    }),
    tex(context) {
      const {
        inputs: [x = ''],
        output,
        attributes,
      } = context;
      if (attributes.track_running_stats) return texRunning(context);
      const normal = texStandardised(x, '\\mu_{n,c}', '\\sigma^2_{n,c}', texNumber(attributes.eps));
      return `${output} = ${normal}${attributes.affine ? texLearned(context) : ''}`;
    },
    examples,
  });
}

function emitOwn(context: EmitContext<AttributesOf<typeof fields>>): string {
  const {
    builder,
    inputs: [x = ''],
    shapes: [shape = []],
    attributes,
  } = context;
  const { normal, mean, variance } = emitStandardised(builder, x, placeAxes(shape), attributes.eps);
  if (attributes.track_running_stats) {
    // The running statistics are of a channel, whichever example it is in.
    const together = (value: string) => builder.op('ReduceMean', [value], { axes: { ints: [0] } });
    updateRunning(context, together(mean), together(variance), placesOf(shape));
  }
  return attributes.affine ? emitLearned(context, normal, shape) : normal;
}
