/**
 * GroupNorm: the channels of each example in groups, each shifted and scaled to mean 0 and variance 1 on its own.
 * Source: Wu and He, "Group Normalization", 2018; https://pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html
 */
import { problem } from '../../messages/problem';
import { reshapeTo } from '../../ops/backward';
import { formatShape, indexAt, sizeOf } from '../../tensor/shape';
import { flag, integer } from '../attributes';
import { commonDivisor } from '../common-divisor';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { texNumber } from '../tex';
import { channelCount, checkChannels, emitLearned, explainLearned, learnedOf, texLearned } from './channels';
import { emitStandardised, eps, standardised, texStandardised, epsOf } from './standardise';

export const groupNorm = defineLayer({
  kind: 'GroupNorm',
  group: 'normalisation',
  summary:
    'Splits the channels of each example into groups, and shifts and scales each group to mean 0 and variance 1. Then each channel is scaled and shifted by numbers that are learned.',
  formula: 'y = (x - mean) / √(var + eps) · weight + bias, over one group of one example',
  backward:
    'Mean and variance are made of the group’s own numbers, so each of them collects from all the others, too. Other examples have no say, whatever the size of the minibatch.',
  words: ['group normalization'],
  attributes: {
    num_groups: integer({
      initial: 1,
      min: 1,
      max: 100_000,
      help: 'How many groups the channels are split into.',
    }),
    num_channels: channelCount,
    eps,
    affine: flag({ initial: true, help: 'Whether a scale and a shift for each channel are learned.' }),
  },
  check([x = []], { num_groups: groups, num_channels }) {
    const [batch = 1, channels] = x;
    if (channels === undefined) return problem('rank-too-low', { shape: formatShape(x), rank: 2 });
    const misfit = checkChannels(x, 'num_channels', num_channels);
    if (misfit) return misfit;
    if (channels % groups !== 0) {
      const fit = commonDivisor(channels, groups);
      return problem(
        'groups-of-channels-do-not-divide',
        { channels, groups, fit },
        { kind: 'set-attribute', attribute: 'num_groups', value: fit },
      );
    }
    return (batch * channels * sizeOf(x.slice(2))) / groups < 2
      ? problem('nothing-to-normalise', { part: 'group', shape: formatShape(x) })
      : undefined;
  },
  resolve: ([x = []], attributes) => ({ ...attributes, num_channels: x[1] ?? 1 }),
  parameters: ([x = []], { affine }) => (affine ? learnedOf(x) : []),
  emit(context) {
    const {
      builder,
      inputs: [x = ''],
      shapes: [shape = []],
      attributes,
    } = context;
    const { num_groups: groups, affine, eps: small } = attributes;
    const [batch = 1] = shape;
    const grouped = reshapeTo(builder, x, [batch, groups, sizeOf(shape) / batch / groups]);
    const { normal } = emitStandardised(builder, grouped, [2], small);
    const y = reshapeTo(builder, normal, shape);
    return affine ? emitLearned(context, y, shape) : y;
  },
  recognise: (y) =>
    [true, false].map((affine) => {
      const normal = (affine ? y.back(0, 0) : y).back(0);
      const num_groups = normal.shape[1] ?? 0;
      return { shapes: [y.shape], attributes: { affine, num_groups, eps: epsOf(normal) } };
    }),
  explain(context) {
    const { input, shapeOf, index, attributes } = context;
    const [example = 0, channel = 0] = index;
    const [, channels = 1, ...places] = shapeOf('x');
    const each = channels / attributes.num_groups;
    const group = Math.floor(channel / each);
    const size = [each, ...places];
    const all = Array.from({ length: sizeOf(size) }, (_, at) => {
      const [within = 0, ...place] = indexAt(size, at);
      return input('x', [example, group * each + within, ...place]);
    });
    const normal = standardised(all, attributes.eps, [example, group])(input('x', index));
    return attributes.affine ? explainLearned(context, normal) : normal;
  },
  torch: ({ attributes: { num_groups, num_channels, eps: small, affine } }) => ({
    module: pythonCall(
      'nn.GroupNorm',
      [num_groups, num_channels ?? 1],
      [
        ['eps', small, 1e-5],
        ['affine', affine, true],
      ],
    ),
  }),
  tex(context) {
    const {
      inputs: [x = ''],
      output,
      attributes,
    } = context;
    const normal = texStandardised(x, '\\mu_{n,g}', '\\sigma^2_{n,g}', texNumber(attributes.eps));
    return `${output} = ${normal}${attributes.affine ? texLearned(context) : ''}`;
  },
  examples: [
    { inputs: [[2, 4, 3]], attributes: { num_groups: 2, num_channels: 4 } },
    { inputs: [[1, 6, 2, 2]], attributes: { num_groups: 3, num_channels: null, eps: 1e-3, affine: false } },
    { inputs: [[2, 4]], attributes: { num_groups: 1 } },
  ],
});
