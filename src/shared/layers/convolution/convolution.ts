/**
 * Convolution over one, two or three dimensions: every output channel lays a small block of weights over every place
 * of the input and sums the products: y = Σ W · x under the window + b.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
import { problem, type Problem } from '../../messages/problem';
import { number, product, sum } from '../../tensor/expression';
import type { Shape } from '../../tensor/shape';
import { choice, orWord, type AttributesOf, type PerDimension } from '../attributes';
import { defineLayer, type Layer, type LayerExample } from '../define';
import { borderIn, borderPlace, checkBorder, mostAround, padded } from '../padding';
import { pythonCall } from '../python';
import { atEachPlace } from '../uses';
import { texAt } from '../tex';
import {
  checkFit,
  checkImage,
  dilation,
  each,
  formatEach,
  kernelSize,
  padding,
  readings,
  stride,
  texPlaces,
  texRange,
  texRead,
  texTaps,
  texUnder,
  thingOf,
  windowAttributes,
  type Window,
  halves,
  together,
} from '../window';
import {
  bias,
  checkChannels,
  drawnParameters,
  groups,
  inChannels,
  outChannels,
  texChannel,
} from './channels';

interface Variant {
  readonly kind: string;
  readonly dimensions: number;
  readonly words: readonly string[];
  readonly examples: readonly LayerExample[];
}

const fieldsOf = (dimensions: number) => ({
  in_channels: inChannels,
  out_channels: outChannels,
  kernel_size: kernelSize(dimensions, 3),
  stride: stride(dimensions),
  padding: orWord(
    padding(dimensions, "How much is put around the input; same keeps the input's size."),
    'same',
  ),
  dilation: dilation(dimensions),
  groups,
  bias,
  padding_mode: choice({
    initial: 'zeros',
    options: ['zeros', 'reflect', 'replicate', 'circular'],
    help: 'What is put around: zeros, the border mirrored, the border repeated, or the other side (circular).',
  }),
});

type Chosen = AttributesOf<ReturnType<typeof fieldsOf>>;

export function defineConvolution({ kind, dimensions, words, examples }: Variant): Layer {
  const thing = thingOf(dimensions);
  const windowOf = (chosen: Chosen) => convolutionWindow(chosen, dimensions);
  return defineLayer({
    kind,
    group: 'convolution',
    summary: `Slides small windows of weights over the ${thing}. Every output number is a weighted sum of the numbers under its window, plus a bias.`,
    formula: 'y = Σ W · x under the window + b',
    backward:
      'Gradients go back through the windows: an input number collects, from every place that read it, that place’s gradient times the weight it was read with. A weight’s gradient adds up over all the places it was laid on.',
    words: ['convolution', 'filter', 'kernel', 'cnn', 'conv', ...words],
    attributes: fieldsOf(dimensions),
    check: ([x = []], chosen) =>
      checkImage(x, dimensions) ??
      checkChannels(x, chosen) ??
      checkPadding(x, chosen, windowOf(chosen)) ??
      checkFit(x, windowOf(chosen), chosen.kernel_size),
    resolve: ([x = []], attributes) => ({ ...attributes, in_channels: x[1] ?? 1 }),
    parameters([x = []], chosen) {
      const { out_channels, kernel_size, groups: parts } = chosen;
      const shape = [out_channels, depthOf(x, parts), ...each(kernel_size, dimensions)];
      return drawnParameters(shape, out_channels, chosen.bias);
    },
    uses: atEachPlace,
    emit({ builder, inputs: [x = ''], shapes: [shape = []], parameter, attributes }) {
      const window = windowOf(attributes);
      const { padding_mode: mode } = attributes;
      const isPadded = [...window.before, ...window.after].some((count) => count > 0);
      const none = window.kernel.map(() => 0);
      const isBordered = mode !== 'zeros' && isPadded;
      const read = isBordered ? padded(builder, x, shape, window, mode) : x;
      const weights = [parameter('weight'), ...(attributes.bias ? [parameter('bias')] : [])];
      return builder.op('Conv', [read, ...weights], {
        ...windowAttributes(isBordered ? { ...window, before: none, after: none } : window),
        dilations: { ints: window.dilation },
        group: { int: attributes.groups },
      });
    },
    recognise(y) {
      const border = borderIn(y.back(0));
      const paddingIn = (pads: readonly number[]) => {
        const [before, after] = halves(pads);
        return formatEach(before) === formatEach(after) ? together(before) : 'same';
      };
      const attributes = {
        out_channels: y.back(1).shape[0] ?? 0,
        kernel_size: together(y.ints('kernel_shape')),
        stride: together(y.ints('strides')),
        dilation: together(y.ints('dilations')),
        groups: y.int('group'),
        bias: y.inputs.length === 3,
      };
      const bordered = paddingIn([...border.before.slice(2), ...border.after.slice(2)]);
      const padding_mode = border.mode === 'constant' ? 'zeros' : border.mode;
      return [
        { shapes: [border.x.shape], attributes: { ...attributes, padding: bordered, padding_mode } },
        { shapes: [y.back(0).shape], attributes: { ...attributes, padding: paddingIn(y.ints('pads')) } },
      ];
    },
    explain({ input, parameter, shapeOf, attributes, index }) {
      const { groups: parts, out_channels, padding_mode: mode } = attributes;
      const [row = 0, filter = 0] = index;
      const [, , ...sizes] = shapeOf('x');
      const depth = depthOf(shapeOf('x'), parts);
      const first = Math.floor(filter / (out_channels / parts)) * depth;
      const under = readings(index, shapeOf('x'), windowOf(attributes)).map(({ tap, at }) => {
        const places = at.map((place, axis) => borderPlace(mode, place, sizes[axis] ?? 1));
        return { tap, at: places.every((place) => place !== undefined) ? places : undefined };
      });
      const terms = Array.from({ length: depth }, (_, channel) =>
        under.map(({ tap, at }) =>
          product(
            at ? input('x', [row, first + channel, ...at]) : number(0),
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
        ['padding_mode', more.padding_mode, 'zeros'],
      ] as const;
      return { module: pythonCall(`nn.${kind}`, [in_channels ?? 1, out_channels, kernel_size], named) };
    },
    tex({ inputs: [x = ''], output, shapes: [shape = []], attributes, parameter }) {
      const { out_channels, groups: parts, padding_mode: mode } = attributes;
      const window = windowOf(attributes);
      const depth = depthOf(shape, parts);
      const source = mode === 'zeros' ? x : `\\operatorname{${mode}}(${x})`;
      const read = texRead(source, window, texChannel(parts, depth, 'o', out_channels / parts));
      const weight = texAt(parameter('weight', 'W'), 'o', 'c', ...texTaps(dimensions));
      const under = texUnder(`0 \\le c < ${depth}`, texRange(window));
      const added = attributes.bias ? ` + ${texAt(parameter('bias', 'b'), 'o')}` : '';
      return `${texAt(output, 'n', 'o', ...texPlaces(dimensions))} = \\sum_{${under}} ${weight}\\, ${read}${added}`;
    },
    examples,
  });
}

/** Channels each filter reads. */
function depthOf([, channels = 1]: Shape, parts: number): number {
  return channels / parts;
}

/** Padding `same` puts the odd number at the end, as PyTorch does. */
function convolutionWindow(chosen: Chosen, dimensions: number): Window {
  const kernel = each(chosen.kernel_size, dimensions);
  const apart = each(chosen.dilation, dimensions);
  const kept = kernel.map((length, axis) => (apart[axis] ?? 1) * (length - 1));
  const [before, after] =
    chosen.padding === 'same'
      ? [kept.map((count) => Math.floor(count / 2)), kept.map((count) => Math.ceil(count / 2))]
      : [each(chosen.padding, dimensions), each(chosen.padding, dimensions)];
  return { kernel, stride: each(chosen.stride, dimensions), dilation: apart, before, after };
}

function checkPadding(x: Shape, chosen: Chosen, window: Window): Problem | undefined {
  const isSame = chosen.padding === 'same';
  if (isSame && window.stride.some((step) => step !== 1)) {
    return problem(
      'same-needs-stride-1',
      { stride: formatEach(chosen.stride) },
      { kind: 'set-attribute', attribute: 'stride', value: 1 },
    );
  }
  const most = x.slice(2).map((size) => mostAround(chosen.padding_mode, size));
  const [attribute, value, limits]: [string, PerDimension, readonly number[]] =
    chosen.padding === 'same'
      ? [
          'kernel_size',
          chosen.kernel_size,
          most.map((count, axis) => Math.floor((2 * count) / (window.dilation[axis] ?? 1)) + 1),
        ]
      : ['padding', chosen.padding, most];
  return checkBorder(chosen.padding_mode, x, attribute, value, window, limits);
}
