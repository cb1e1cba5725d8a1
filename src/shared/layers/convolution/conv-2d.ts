/**
 * Conv2d: every output channel lays a small image of weights over every place of the input and sums the products.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
import { problem, type Problem } from '../../messages/problem';
import { number, product, sum } from '../../tensor/expression';
import type { Random } from '../../tensor/random';
import { formatShape, type Shape } from '../../tensor/shape';
import { flag, inferredInteger, integer } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { texAt, texPlace } from '../tex';
import {
  checkFit,
  checkImage,
  dilation,
  kernelSize,
  padding,
  readings,
  stride,
  windowAttributes,
} from '../window';

const limit = 100_000;

export const conv2d = defineLayer({
  kind: 'Conv2d',
  group: 'convolution',
  summary:
    'Slides small windows of weights over the image: every output number is a weighted sum of the numbers under its window, plus a bias.',
  formula: 'y = Σ W · x under the window + b',
  backward:
    'Gradients go back through the windows: an input number collects, from every place that read it, that place’s gradient times the weight it was read with. A weight’s gradient adds up over all the places it was laid on.',
  words: ['convolution', 'filter', 'kernel', 'cnn', 'conv'],
  attributes: {
    in_channels: inferredInteger({
      min: 1,
      max: limit,
      help: 'Channels of the input; empty follows the input.',
    }),
    out_channels: integer({ initial: 8, min: 1, max: limit, help: 'Channels of the output: one a filter.' }),
    kernel_size: kernelSize(3),
    stride,
    padding,
    dilation,
    groups: integer({
      initial: 1,
      min: 1,
      max: limit,
      help: 'Parts the channels are split into, each with filters of its own.',
    }),
    bias: flag({ initial: true, help: 'Whether each filter adds a number of its own.' }),
  },
  check([x = []], attributes) {
    const misfit = checkImage(x);
    if (misfit) return misfit;
    const { in_channels: expected, out_channels, groups } = attributes;
    const [, actual = 1] = x;
    if (expected !== null && expected !== actual) {
      return problem(
        'channels-mismatch',
        { expected, actual, shape: formatShape(x), attribute: 'in_channels' },
        { kind: 'set-attribute', attribute: 'in_channels', value: actual },
      );
    }
    return checkGroups(actual, out_channels, groups) ?? checkFit(x, attributes);
  },
  resolve: ([x = []], attributes) => ({ ...attributes, in_channels: x[1] ?? 1 }),
  parameters([x = []], { out_channels, kernel_size, groups, bias }) {
    const shape = [out_channels, depthOf(x, groups), kernel_size, kernel_size];
    // PyTorch's default: kaiming_uniform with a = sqrt(5), which is this bound for weight and bias alike.
    const bound = 1 / Math.sqrt(depthOf(x, groups) * kernel_size ** 2);
    const initial = (random: Random) => random.uniform(-bound, bound);
    const weight = { name: 'weight', shape, initial };
    return bias ? [weight, { name: 'bias', shape: [out_channels], initial }] : [weight];
  },
  emit({ builder, inputs: [x = ''], parameter, attributes }) {
    const { dilation: apart, groups, bias } = attributes;
    const weight = parameter('weight');
    return builder.op('Conv', bias ? [x, weight, parameter('bias')] : [x, weight], {
      ...windowAttributes(attributes),
      dilations: { ints: [apart, apart] },
      group: { int: groups },
    });
  },
  explain({ input, parameter, shapeOf, attributes, index }) {
    const [row = 0, filter = 0] = index;
    const x = shapeOf('x');
    const depth = depthOf(x, attributes.groups);
    const first = Math.floor(filter / (attributes.out_channels / attributes.groups)) * depth;
    const under = readings(index, x, attributes);
    const terms = Array.from({ length: depth }, (_, channel) =>
      under.map(({ tap, at, isPadding }) =>
        product(
          isPadding ? number(0) : input('x', [row, first + channel, ...at]),
          parameter('weight', [filter, channel, ...tap]),
        ),
      ),
    ).flat();
    return sum(attributes.bias ? [...terms, parameter('bias', [filter])] : terms);
  },
  torch({ attributes: { in_channels, out_channels, kernel_size, ...more } }) {
    const named = [
      ['stride', more.stride, 1],
      ['padding', more.padding, 0],
      ['dilation', more.dilation, 1],
      ['groups', more.groups, 1],
      ['bias', more.bias, true],
    ] as const;
    return { module: pythonCall('nn.Conv2d', [in_channels ?? 1, out_channels, kernel_size], named) };
  },
  tex({ inputs: [x = ''], output, shapes: [shape = []], attributes, parameter }) {
    const { out_channels, kernel_size, groups, bias } = attributes;
    const depth = depthOf(shape, groups);
    const first = `\\lfloor o / ${out_channels / groups} \\rfloor`;
    const channel = groups === 1 ? 'c' : `${depth === 1 ? '' : `${depth} `}${first} + c`;
    const read = texAt(x, 'n', channel, texPlace('i', 'u', attributes), texPlace('j', 'v', attributes));
    const range = `0 \\le c < ${depth} \\\\ 0 \\le u, v < ${kernel_size}`;
    const weight = texAt(parameter('weight', 'W'), 'o', 'c', 'u', 'v');
    return `${texAt(output, 'n', 'o', 'i', 'j')} = \\sum_{\\substack{${range}}} ${weight}\\, ${read}${
      bias ? ` + ${texAt(parameter('bias', 'b'), 'o')}` : ''
    }`;
  },
  examples: [
    { inputs: [[1, 1, 5, 5]], attributes: { in_channels: 1, out_channels: 2 } },
    {
      inputs: [[2, 2, 6, 5]],
      attributes: { in_channels: null, out_channels: 3, stride: 2, padding: 1, bias: false },
    },
    { inputs: [[1, 4, 7, 7]], attributes: { out_channels: 6, kernel_size: 2, dilation: 3, groups: 2 } },
    { inputs: [[2, 3, 4, 4]], attributes: { out_channels: 3, padding: 2, groups: 3 } },
  ],
});

/** Channels each filter reads. */
function depthOf([, channels = 1]: Shape, groups: number): number {
  return channels / groups;
}

function checkGroups(inputs: number, outputs: number, groups: number): Problem | undefined {
  const divides = (count: number) => inputs % count === 0 && outputs % count === 0;
  if (divides(groups)) return undefined;
  let fit = Math.min(groups, inputs, outputs);
  while (!divides(fit)) fit--;
  return problem(
    'groups-do-not-divide',
    { inputs, outputs, groups, fit },
    { kind: 'set-attribute', attribute: 'groups', value: fit },
  );
}
