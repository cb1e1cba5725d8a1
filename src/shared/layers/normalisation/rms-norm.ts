/**
 * RMSNorm: the numbers of the last dimensions divided by the root of the mean of their squares, then scaled by numbers
 * that are learned: y = x / √(mean(x²) + eps) · weight.
 * Source: Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019; https://pytorch.org/docs/stable/generated/torch.nn.RMSNorm.html
 */
import { scalar } from '../../ops/backward';
import { call, named, number, product, quotient, sum } from '../../tensor/expression';
import { flag, optional, real } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { texNumber } from '../tex';
import {
  checkLast,
  lastAxes,
  lastSizes,
  normalizedShape,
  numbersOf,
  pythonSizes,
  lastOf,
} from './last-dimensions';

/** What PyTorch takes when none is given: the distance from 1 to the next float32. */
const smallest = 2 ** -23;

export const rmsNorm = defineLayer({
  kind: 'RMSNorm',
  group: 'normalisation',
  summary:
    'Divides the numbers of each row by their root mean square, then scales each place by a number that is learned. It is LayerNorm without the shift, and large language models use it.',
  formula: 'y = x / √(mean(x²) + eps) · weight, over the last dimensions',
  backward:
    'The root mean square is made of the row’s own numbers, so each of them collects from all the others, too. What would only make the whole row larger is taken out.',
  words: ['root mean square', 'llama', 'transformer'],
  attributes: {
    normalized_shape: normalizedShape,
    eps: optional(
      real({
        initial: 1e-5,
        min: 0,
        max: 1,
        help: 'Added to the mean square, so that it is never zero; empty is the smallest step of float32.',
      }),
      'float32’s step',
    ),
    elementwise_affine: flag({ initial: true, help: 'Whether a scale for each place is learned.' }),
  },
  check: ([x = []], { normalized_shape }) => checkLast(x, normalized_shape),
  resolve: ([x = []], attributes) => ({
    ...attributes,
    normalized_shape: lastSizes(x, attributes.normalized_shape),
  }),
  parameters: ([x = []], { normalized_shape, elementwise_affine }) =>
    elementwise_affine ? [{ name: 'weight', shape: lastSizes(x, normalized_shape), initial: () => 1 }] : [],
  emit({ builder, inputs: [x = ''], shapes: [shape = []], parameter, attributes }) {
    const axes = { axes: { ints: lastAxes(lastSizes(shape, attributes.normalized_shape)) } };
    const mean = builder.op('ReduceMean', [builder.op('Mul', [x, x])], axes);
    const small = scalar(builder, attributes.eps ?? smallest);
    const normal = builder.op('Div', [x, builder.op('Sqrt', [builder.op('Add', [mean, small])])]);
    return attributes.elementwise_affine ? builder.op('Mul', [normal, parameter('weight')]) : normal;
  },
  recognise: (y) =>
    [true, false].map((elementwise_affine) => {
      const added = (elementwise_affine ? y.back(0) : y).back(1, 0);
      const normalized_shape = lastOf(y.shape, added.back(0).ints('axes'));
      const eps = added.back(1).value;
      return {
        shapes: [y.shape],
        attributes: { elementwise_affine, normalized_shape, eps: eps === smallest ? null : eps },
      };
    }),
  explain(context) {
    const { input, parameter, shapeOf, index, attributes } = context;
    const { all, before } = numbersOf(context, lastSizes(shapeOf('x'), attributes.normalized_shape));
    const squares = all.map((x) => product(x, x));
    const mean = named('mean_square', before, quotient(sum(squares), number(all.length)));
    const spread = call('sqrt', sum([mean, number(attributes.eps ?? smallest)]));
    const normal = quotient(input('x', index), spread);
    const place = index.slice(before.length);
    return attributes.elementwise_affine ? product(normal, parameter('weight', place)) : normal;
  },
  torch: ({ attributes }) => ({
    module: pythonCall(
      'nn.RMSNorm',
      [pythonSizes(attributes.normalized_shape)],
      [
        ['eps', attributes.eps, null],
        ['elementwise_affine', attributes.elementwise_affine, true],
      ],
    ),
  }),
  tex({ inputs: [x = ''], output, attributes, parameter }) {
    const small = attributes.eps === null ? '\\epsilon' : texNumber(attributes.eps);
    const learned = attributes.elementwise_affine ? ` \\odot ${parameter('weight', '\\gamma')}` : '';
    return `${output} = \\frac{${x}}{\\sqrt{\\overline{${x}^2} + ${small}}}${learned}`;
  },
  examples: [
    { inputs: [[2, 4]], attributes: { normalized_shape: null, eps: null } },
    { inputs: [[2, 3, 2]], attributes: { normalized_shape: [3, 2], eps: 1e-3 } },
    { inputs: [[2, 2, 3]], attributes: { normalized_shape: [3], elementwise_affine: false } },
  ],
});
