/**
 * Transposed convolution: every input number lays its filters, times itself, onto the output, where they add up.
 * What a convolution reads is here what is written, so a stride makes the output larger.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html
 */
import { problem, type Problem } from '../../messages/problem';
import { number, product, sum } from '../../tensor/expression';
import { indexAt, sizeOf, type Shape } from '../../tensor/shape';
import type { AttributesOf } from '../attributes';
import { defineLayer, type Layer, type LayerExample } from '../define';
import { padded } from '../padding';
import { pythonCall } from '../python';
import { atEachPlace } from '../uses';
import { texAt, texPlace } from '../tex';
import {
  atMost,
  checkImage,
  dilation,
  each,
  formatEach,
  kernelSize,
  padding,
  reachOf,
  stride,
  texPlaces,
  texRange,
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
  padding: padding(dimensions, 'How much is cut off every side of the output.'),
  output_padding: padding(
    dimensions,
    'How much longer the output is at its end: a stride leaves the size open.',
  ),
  groups,
  bias,
  dilation: dilation(dimensions),
});

type Chosen = AttributesOf<ReturnType<typeof fieldsOf>>;

export function defineTransposedConvolution({ kind, dimensions, words, examples }: Variant): Layer {
  const windowOf = (chosen: Chosen): Window => ({
    kernel: each(chosen.kernel_size, dimensions),
    stride: each(chosen.stride, dimensions),
    dilation: each(chosen.dilation, dimensions),
    before: each(chosen.padding, dimensions),
    after: each(chosen.padding, dimensions),
  });
  return defineLayer({
    kind,
    group: 'convolution',
    summary: `Makes the ${thingOf(dimensions)} larger: every input number lays a small window of weights, times itself, onto the output. Where windows overlap they add up, and a bias is added.`,
    formula: 'y = Σ W · x of the windows laid there + b',
    backward:
      'An input number collects the gradients its window was laid on, each times the weight that lay there. A weight’s gradient adds up over all the places it was laid on, each times the number it was laid by.',
    words: ['deconvolution', 'transposed convolution', 'upsampling', 'decoder', 'conv', ...words],
    attributes: fieldsOf(dimensions),
    check: ([x = []], chosen) =>
      checkImage(x, dimensions) ?? checkChannels(x, chosen) ?? checkOutput(x, chosen, windowOf(chosen)),
    resolve: ([x = []], attributes) => ({ ...attributes, in_channels: x[1] ?? 1 }),
    parameters([x = []], chosen) {
      const { out_channels, kernel_size, groups: parts } = chosen;
      const shape = [x[1] ?? 1, out_channels / parts, ...each(kernel_size, dimensions)];
      return drawnParameters(shape, out_channels, chosen.bias);
    },
    uses: atEachPlace,
    emit({ builder, inputs: [x = ''], shapes: [shape = []], parameter, attributes }) {
      const { window, zeros, added } = longer(
        windowOf(attributes),
        each(attributes.output_padding, dimensions),
      );
      const weights = [parameter('weight'), ...(attributes.bias ? [parameter('bias')] : [])];
      const border = { before: zeros.map(() => 0), after: zeros };
      const laid = zeros.some((count) => count > 0) ? padded(builder, x, shape, border, 'zeros') : x;
      return builder.op('ConvTranspose', [laid, ...weights], {
        ...windowAttributes(window),
        output_padding: { ints: added },
        dilations: { ints: window.dilation },
        group: { int: attributes.groups },
      });
    },
    recognise(y) {
      const [before, after] = halves(y.ints('pads'));
      const steps = y.ints('strides');
      const border = y.back(0);
      const groups = y.int('group');
      const attributes = {
        out_channels: (y.back(1).shape[1] ?? 0) * groups,
        kernel_size: together(y.ints('kernel_shape')),
        stride: together(steps),
        padding: together(before),
        dilation: together(y.ints('dilations')),
        groups,
        bias: y.inputs.length === 3,
      };
      // What `longer` did, undone.
      const guess = (shape: Shape, zeros: readonly number[]) => {
        const added = y.ints('output_padding').map((count, axis) => {
          const lengthened = (zeros[axis] ?? 0) * (steps[axis] ?? 1) - (after[axis] ?? 0);
          return count + (before[axis] ?? 0) + lengthened;
        });
        return { shapes: [shape], attributes: { ...attributes, output_padding: together(added) } };
      };
      const [, ends] = halves(border.back(1).values);
      return [guess(border.back(0).shape, ends.slice(2)), guess(border.shape, [])];
    },
    explain({ input, parameter, shapeOf, attributes, index }) {
      const { groups: parts, out_channels } = attributes;
      const [row = 0, filter = 0] = index;
      const [, channels = 1, ...sizes] = shapeOf('x');
      const width = out_channels / parts;
      const depth = channels / parts;
      const first = Math.floor(filter / width) * depth;
      const laid = writings(index, sizes, windowOf(attributes));
      const terms = Array.from({ length: depth }, (_, channel) =>
        laid.map(({ tap, at }) =>
          product(
            input('x', [row, first + channel, ...at]),
            parameter('weight', [first + channel, filter % width, ...tap]),
          ),
        ),
      ).flat();
      if (attributes.bias) return sum([...terms, parameter('bias', [filter])]);
      return terms.length > 0 ? sum(terms) : number(0);
    },
    torch({ attributes: { in_channels, out_channels, kernel_size, ...more } }) {
      const named = [
        ['stride', more.stride, 1],
        ['padding', more.padding, 0],
        ['output_padding', more.output_padding, 0],
        ['groups', more.groups, 1],
        ['bias', more.bias, true],
        ['dilation', more.dilation, 1],
      ] as const;
      return { module: pythonCall(`nn.${kind}`, [in_channels ?? 1, out_channels, kernel_size], named) };
    },
    tex({ inputs: [x = ''], output, shapes: [shape = []], attributes, parameter }) {
      const { out_channels, groups: parts } = attributes;
      const window = windowOf(attributes);
      const depth = (shape[1] ?? 1) / parts;
      const width = out_channels / parts;
      const taps = texTaps(dimensions);
      const from = ['p', 'q', 'r'].slice(0, dimensions);
      const channel = texChannel(parts, depth, 'o', width);
      const meet = texPlaces(dimensions).map((place, axis) => {
        const along = {
          stride: window.stride[axis] ?? 1,
          padding: window.before[axis] ?? 0,
          dilation: window.dilation[axis] ?? 1,
        };
        return `${texPlace(from[axis] ?? '', taps[axis] ?? '', along)} = ${place}`;
      });
      const under = texUnder(`0 \\le c < ${depth}`, texRange(window), ...meet);
      const weight = texAt(
        parameter('weight', 'W'),
        channel,
        parts === 1 ? 'o' : `o \\bmod ${width}`,
        ...taps,
      );
      const added = attributes.bias ? ` + ${texAt(parameter('bias', 'b'), 'o')}` : '';
      const left = texAt(output, 'n', 'o', ...texPlaces(dimensions));
      return `${left} = \\sum_{${under}} ${weight}\\, ${texAt(x, 'n', channel, ...from)}${added}`;
    },
    examples,
  });
}

/** The places of the input whose windows lie on the output number, and which of their weights does. */
function writings(
  index: readonly number[],
  sizes: Shape,
  { kernel, stride: step, dilation: apart, before }: Window,
): readonly { readonly tap: readonly number[]; readonly at: readonly number[] }[] {
  return Array.from({ length: sizeOf(kernel) }, (_, flat) => {
    const tap = indexAt(kernel, flat);
    const at = tap.map((offset, axis) => {
      const laid = (index[axis + 2] ?? 0) + (before[axis] ?? 0) - offset * (apart[axis] ?? 1);
      return laid / (step[axis] ?? 1);
    });
    return { tap, at };
  }).filter(({ at }) =>
    at.every((place, axis) => Number.isInteger(place) && place >= 0 && place < (sizes[axis] ?? 0)),
  );
}

/**
 * The runtime adds less than a stride at the end. More is cut off less there, and where nothing is cut off any more
 * zeros after the input lay down nothing but length.
 */
function longer(window: Window, added: readonly number[]) {
  const { stride: step, after } = window;
  const isPlain = added.every((count, axis) => count < (step[axis] ?? 1));
  if (isPlain) return { window, zeros: added.map(() => 0), added };
  const zeros = added.map((count, axis) =>
    Math.ceil(Math.max(0, count - (after[axis] ?? 0)) / (step[axis] ?? 1)),
  );
  const left = after.map((cut, axis) => cut + (zeros[axis] ?? 0) * (step[axis] ?? 1) - (added[axis] ?? 0));
  return { window: { ...window, after: left }, zeros, added: added.map(() => 0) };
}

function checkOutput(x: Shape, chosen: Chosen, window: Window): Problem | undefined {
  const { output_padding, padding: cut } = chosen;
  const dimensions = window.kernel.length;
  const added = each(output_padding, dimensions);
  const most = window.stride.map((step, axis) => Math.max(step, window.dilation[axis] ?? 1) - 1);
  if (added.some((count, axis) => count > (most[axis] ?? 0))) {
    const fit = atMost(output_padding, most);
    return problem(
      'output-padding-too-wide',
      {
        padding: formatEach(output_padding),
        stride: formatEach(chosen.stride),
        dilation: formatEach(chosen.dilation),
        fit: formatEach(fit),
      },
      { kind: 'set-attribute', attribute: 'output_padding', value: fit },
    );
  }
  const reach = reachOf(window);
  const laid = x
    .slice(2)
    .map((size, axis) => (size - 1) * (window.stride[axis] ?? 1) + (reach[axis] ?? 1) + (added[axis] ?? 0));
  if (laid.every((size, axis) => size > 2 * (window.before[axis] ?? 0))) return undefined;
  const fit = atMost(
    cut,
    laid.map((size) => Math.floor((size - 1) / 2)),
  );
  return problem(
    'padding-leaves-nothing',
    { padding: formatEach(cut), fit: formatEach(fit) },
    { kind: 'set-attribute', attribute: 'padding', value: fit },
  );
}
