/**
 * LocalResponseNorm: each number divided by how large its neighbours in the channels beside it are:
 * y = x / (k + alpha · mean(x² of `size` channels))^beta, with zeros beyond the first and the last channel.
 * Source: Krizhevsky, Sutskever and Hinton, "ImageNet Classification", 2012; https://pytorch.org/docs/stable/generated/torch.nn.LocalResponseNorm.html
 */
import { problem } from '../../messages/problem';
import { reshapeTo, scalar } from '../../ops/backward';
import { call, number, product, quotient, sum } from '../../tensor/expression';
import { formatShape, sizeOf } from '../../tensor/shape';
import { integer, real } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { texNumber } from '../tex';

/** Channels before and after its own that a number is compared with; of an even size more before. */
const reach = (size: number) => ({ before: Math.floor(size / 2), after: Math.floor((size - 1) / 2) });

export const localResponseNorm = defineLayer({
  kind: 'LocalResponseNorm',
  group: 'normalisation',
  summary:
    'Makes a number smaller where the same place is large in neighbouring channels, so that only the strongest stand out. AlexNet used it; batch normalisation has taken its place.',
  formula: 'y = x / (k + alpha · mean(x²))^beta, over size channels',
  backward:
    'Each gradient is divided as its number was, and numbers of neighbouring channels are pulled down where theirs would let this one grow.',
  words: ['lrn', 'local response normalization', 'alexnet'],
  attributes: {
    size: integer({
      initial: 5,
      min: 1,
      max: 10_000,
      help: 'Channels that are compared, its own among them.',
    }),
    alpha: real({ initial: 1e-4, min: 0, max: 1e6, help: 'How much the neighbours count.' }),
    beta: real({ initial: 0.75, min: 0, max: 100, help: 'The power it is divided by.' }),
    k: real({ initial: 1, min: 0, max: 1e6, help: 'What it is divided by where all neighbours are zero.' }),
  },
  check: ([x = []]) =>
    x.length < 3 ? problem('rank-too-low', { shape: formatShape(x), rank: 3 }) : undefined,
  emit({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { size, alpha, beta, k } }) {
    const [batch = 1, channels = 1, ...places] = shape;
    const { before, after } = reach(size);
    // A window over the channels, as if they were the height of an image.
    const squares = reshapeTo(builder, builder.op('Mul', [x, x]), [batch, 1, channels, sizeOf(places)]);
    const mean = builder.op('AveragePool', [squares], {
      kernel_shape: { ints: [size, 1] },
      strides: { ints: [1, 1] },
      pads: { ints: [before, 0, after, 0] },
      count_include_pad: { int: 1 },
    });
    const weighed = builder.op('Mul', [reshapeTo(builder, mean, shape), scalar(builder, alpha)]);
    const base = builder.op('Add', [weighed, scalar(builder, k)]);
    return builder.op('Div', [x, builder.op('Pow', [base, scalar(builder, beta)])]);
  },
  recognise(y) {
    const base = y.back(1, 0);
    const [weighed, k, beta] = [base.back(0), base.back(1).value, y.back(1, 1).value];
    const [size = 0] = weighed.back(0, 0).ints('kernel_shape');
    return [{ shapes: [y.shape], attributes: { size, alpha: weighed.back(1).value, beta, k } }];
  },
  explain({ input, shapeOf, index, attributes: { size, alpha, beta, k } }) {
    const [, channels = 1] = shapeOf('x');
    const [, channel = 0] = index;
    const { before, after } = reach(size);
    const first = Math.max(0, channel - before);
    const last = Math.min(channels - 1, channel + after);
    const squares = Array.from({ length: last - first + 1 }, (_, at) => {
      const x = input('x', index.with(1, first + at));
      return product(x, x);
    });
    const base = sum([number(k), product(number(alpha), quotient(sum(squares), number(size)))]);
    // a^b = e^(b log a)
    return quotient(input('x', index), call('exp', product(number(beta), call('log', base))));
  },
  torch: ({ attributes: { size, alpha, beta, k } }) => ({
    module: pythonCall(
      'nn.LocalResponseNorm',
      [size],
      [
        ['alpha', alpha, 1e-4],
        ['beta', beta, 0.75],
        ['k', k, 1],
      ],
    ),
  }),
  tex({ inputs: [x = ''], output, attributes: { size, alpha, beta, k } }) {
    const { before, after } = reach(size);
    const squares = `\\sum_{c'=c-${before}}^{c+${after}} ${x}[c']^2`;
    const base = `${texNumber(k)} + \\tfrac{${texNumber(alpha)}}{${size}} ${squares}`;
    return `${output}[c] = ${x}[c] \\Big/ \\Big(${base}\\Big)^{${texNumber(beta)}}`;
  },
  examples: [
    { inputs: [[1, 4, 2, 2]], attributes: { size: 3, alpha: 0.5, beta: 0.75, k: 1 } },
    { inputs: [[2, 3, 3]], attributes: { size: 2, alpha: 1, beta: 0.5, k: 2 } },
  ],
});
