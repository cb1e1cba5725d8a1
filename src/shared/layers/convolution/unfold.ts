/**
 * Unfold: every place of a sliding window laid out as a column, so that a convolution becomes one matrix product: its
 * filters, each as a row, times these columns.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.Unfold.html
 */
import { problem } from '../../messages/problem';
import type { OpBuilder } from '../../onnx/builder';
import { reshapeTo } from '../../ops/backward';
import { number } from '../../tensor/expression';
import { indexAt, sizeOf } from '../../tensor/shape';
import type { AttributesOf } from '../attributes';
import { defineLayer } from '../define';
import { padded } from '../padding';
import { pythonCall } from '../python';
import { texAt } from '../tex';
import {
  atMost,
  checkFit,
  checkImage,
  dilation,
  each,
  formatEach,
  halves,
  kernelSize,
  padding,
  reachOf,
  readings,
  stride,
  together,
  type Window,
} from '../window';

/** Numbers under a window: each is copied at every place. */
const mostTaps = 1024;

const fields = {
  kernel_size: kernelSize(2, 3),
  dilation: dilation(2),
  padding: padding(2, 'Zeros put around the input.'),
  stride: stride(2),
};
type Chosen = AttributesOf<typeof fields>;

export const unfold = defineLayer({
  kind: 'Unfold',
  group: 'convolution',
  summary:
    'Lays the numbers under each place of a window out as a column, one column a place. A convolution is its filters, as rows, times these columns.',
  formula: 'y = the numbers of x under each window, as columns',
  backward:
    'Each gradient goes back to the number it was copied from; a number that lay under several windows collects from all of them.',
  words: ['im2col', 'patches', 'sliding window', 'blocks'],
  attributes: fields,
  check([x = []], chosen) {
    const window = windowOf(chosen);
    const misfit = checkImage(x) ?? checkFit(x, window, chosen.kernel_size);
    const count = sizeOf(window.kernel);
    if (misfit || count <= mostTaps) return misfit;
    const fit = atMost(chosen.kernel_size, [32, 32]);
    return problem(
      'window-too-large',
      { count, most: mostTaps, fit: formatEach(fit) },
      { kind: 'set-attribute', attribute: 'kernel_size', value: fit },
    );
  },
  emit({ builder, inputs: [x = ''], shapes: [shape = []], attributes }) {
    const window = windowOf(attributes);
    const [batch = 1, channels = 1] = shape;
    const taps = sizeOf(window.kernel);
    const places = placesOf(shape, window);
    const isPadded = window.before.some((count) => count > 0);
    const read = isPadded ? padded(builder, x, shape, window, 'zeros') : x;
    // Rows of each tap and place, then columns: batch x channels x taps x places x taps x places.
    const rows = builder.op('Gather', [read, readAlong(builder, window, places, 0)], { axis: { int: 2 } });
    const all = builder.op('Gather', [rows, readAlong(builder, window, places, 1)], { axis: { int: 4 } });
    const turned = builder.op('Transpose', [all], { perm: { ints: [0, 1, 2, 4, 3, 5] } });
    return reshapeTo(builder, turned, [batch, channels * taps, sizeOf(places)]);
  },
  recognise(y) {
    const all = y.back(0, 0);
    const read = all.back(0, 0);
    const along = [all.back(0, 1), all.back(1)].map(({ values, shape: [taps = 0, places = 0] }, axis) => ({
      taps,
      // Of one tap any is as good, and of one place any that leaves no room for a second.
      dilation: taps > 1 ? (values[places] ?? 0) - (values[0] ?? 0) : 1,
      stride: places > 1 ? (values[1] ?? 0) - (values[0] ?? 0) : (read.shape[axis + 2] ?? 1),
    }));
    const attributes = {
      kernel_size: together(along.map(({ taps }) => taps)),
      dilation: together(along.map(({ dilation }) => dilation)),
      stride: together(along.map(({ stride }) => stride)),
    };
    if (read.type !== 'Pad') return [{ shapes: [read.shape], attributes }];
    const [before] = halves(read.back(1).values);
    return [
      { shapes: [read.shape], attributes },
      { shapes: [read.back(0).shape], attributes: { ...attributes, padding: together(before.slice(2)) } },
    ];
  },
  explain({ input, shapeOf, attributes, index: [row = 0, place = 0, column = 0] }) {
    const shape = shapeOf('x');
    const window = windowOf(attributes);
    const taps = sizeOf(window.kernel);
    const at = indexAt(placesOf(shape, window), column);
    const reading = readings([row, 0, ...at], shape, window)[place % taps];
    return !reading || reading.isPadding
      ? number(0)
      : input('x', [row, Math.floor(place / taps), ...reading.at]);
  },
  torch: ({ attributes: { kernel_size, ...more } }) => ({
    module: pythonCall(
      'nn.Unfold',
      [kernel_size],
      [
        ['dilation', more.dilation, 1],
        ['padding', more.padding, 0],
        ['stride', more.stride, 1],
      ],
    ),
  }),
  tex({ inputs: [x = ''], output, attributes }) {
    const [height, width] = each(attributes.kernel_size, 2);
    return `${texAt(output, 'n', 'k', 'l')} = \\text{number } k \\text{ under the } ${height} \\times ${width} \\text{ window at place } l \\text{ of } ${x}[n]`;
  },
  examples: [
    { inputs: [[1, 2, 4, 4]], attributes: { kernel_size: 2 } },
    { inputs: [[2, 1, 5, 6]], attributes: { kernel_size: [2, 3], stride: [2, 1], padding: 1, dilation: 2 } },
  ],
});

function windowOf(chosen: Chosen): Window {
  const pads = each(chosen.padding, 2);
  return {
    kernel: each(chosen.kernel_size, 2),
    stride: each(chosen.stride, 2),
    dilation: each(chosen.dilation, 2),
    before: pads,
    after: pads,
  };
}

/** How many places the window has along each dimension. */
function placesOf([, , ...sizes]: readonly number[], window: Window): readonly number[] {
  const reach = reachOf(window);
  return sizes.map((size, axis) => {
    const room = size + (window.before[axis] ?? 0) + (window.after[axis] ?? 0) - (reach[axis] ?? 1);
    return Math.floor(room / (window.stride[axis] ?? 1)) + 1;
  });
}

/** Where each tap reads at each place along one dimension: taps x places. */
function readAlong(
  builder: OpBuilder,
  { kernel, stride: step, dilation: apart }: Window,
  places: readonly number[],
  axis: number,
): string {
  const shape = [kernel[axis] ?? 1, places[axis] ?? 1];
  const values = BigInt64Array.from({ length: sizeOf(shape) }, (_, flat) => {
    const [tap = 0, place = 0] = indexAt(shape, flat);
    return BigInt(tap * (apart[axis] ?? 1) + place * (step[axis] ?? 1));
  });
  return builder.constant({ dtype: 'int64', shape, values });
}
