/**
 * LayerNorm: the numbers of the last dimensions shifted and scaled to mean 0 and variance 1, then by numbers that are
 * learned: y = (x - mean) / √(var + eps) · weight + bias.
 * Source: Ba, Kiros and Hinton, "Layer Normalization", 2016; https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html
 */
import { product, sum } from '../../tensor/expression';
import { flag } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { texNumber } from '../tex';
import { texLearned } from './channels';
import {
  checkLast,
  lastAxes,
  lastSizes,
  normalizedShape,
  numbersOf,
  pythonSizes,
  lastOf,
} from './last-dimensions';
import { emitStandardised, eps, standardised, texStandardised, epsOf } from './standardise';

export const layerNorm = defineLayer({
  kind: 'LayerNorm',
  group: 'normalisation',
  summary:
    'Shifts and scales the numbers of each row to mean 0 and variance 1, then each place by a scale and a shift that are learned. Every row is treated by itself, while training and while predicting alike.',
  formula: 'y = (x - mean) / √(var + eps) · weight + bias, over the last dimensions',
  backward:
    'Mean and variance are made of the row’s own numbers, so each of them collects from all the others, too. Other rows have no say.',
  words: ['layer normalization', 'transformer'],
  attributes: {
    normalized_shape: normalizedShape,
    eps,
    elementwise_affine: flag({
      initial: true,
      help: 'Whether a scale and a shift for each place are learned.',
    }),
  },
  check: ([x = []], { normalized_shape }) => checkLast(x, normalized_shape),
  resolve: ([x = []], attributes) => ({
    ...attributes,
    normalized_shape: lastSizes(x, attributes.normalized_shape),
  }),
  parameters([x = []], { normalized_shape, elementwise_affine }) {
    const shape = lastSizes(x, normalized_shape);
    const weight = { name: 'weight', shape, initial: () => 1 };
    return elementwise_affine ? [weight, { name: 'bias', shape, initial: () => 0 }] : [];
  },
  emit({ builder, inputs: [x = ''], shapes: [shape = []], parameter, attributes }) {
    const axes = lastAxes(lastSizes(shape, attributes.normalized_shape));
    const { normal } = emitStandardised(builder, x, axes, attributes.eps);
    if (!attributes.elementwise_affine) return normal;
    return builder.op('Add', [builder.op('Mul', [normal, parameter('weight')]), parameter('bias')]);
  },
  recognise: (y) =>
    [true, false].map((elementwise_affine) => {
      const normal = elementwise_affine ? y.back(0, 0) : y;
      const normalized_shape = lastOf(y.shape, normal.back(0, 1).ints('axes'));
      return { shapes: [y.shape], attributes: { elementwise_affine, normalized_shape, eps: epsOf(normal) } };
    }),
  explain(context) {
    const { input, parameter, shapeOf, index, attributes } = context;
    const { all, before } = numbersOf(context, lastSizes(shapeOf('x'), attributes.normalized_shape));
    const normal = standardised(all, attributes.eps, before)(input('x', index));
    const place = index.slice(before.length);
    return attributes.elementwise_affine
      ? sum([product(normal, parameter('weight', place)), parameter('bias', place)])
      : normal;
  },
  torch: ({ attributes }) => ({
    module: pythonCall(
      'nn.LayerNorm',
      [pythonSizes(attributes.normalized_shape)],
      [
        ['eps', attributes.eps, 1e-5],
        ['elementwise_affine', attributes.elementwise_affine, true],
      ],
    ),
  }),
  tex(context) {
    const {
      inputs: [x = ''],
      output,
      attributes,
    } = context;
    const normal = texStandardised(x, '\\mu', '\\sigma^2', texNumber(attributes.eps));
    return `${output} = ${normal}${attributes.elementwise_affine ? texLearned(context) : ''}`;
  },
  examples: [
    { inputs: [[2, 4]], attributes: { normalized_shape: null } },
    { inputs: [[2, 3, 4]], attributes: { normalized_shape: [3, 4], eps: 1e-3 } },
    { inputs: [[2, 2, 3]], attributes: { normalized_shape: [3], elementwise_affine: false } },
  ],
});
