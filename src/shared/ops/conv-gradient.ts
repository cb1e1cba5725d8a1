/** The gradient of Conv's kernels, in the two forms that are fast: for many numbers in a row of all channels, and for few. */
import type { OpBuilder } from '../onnx/builder';
import { indexAt, sizeOf } from '../tensor/shape';
import { integers, reshapeTo, sumOver } from './backward';
import { intOf, type GradientContext } from './define';
import { attributesOf, type Window } from './window';

/** Products of matrices are fast from about here, and no longer worth it for kernels as large as images. */
const fewest = 16;
const mostRows = 64;

/** dw of Conv(x, w), of the kernels' shape. */
export function kernelGradient(context: GradientContext, window: Window): string {
  const [, depth = 1] = context.shapes[1] ?? [];
  const row = window.kernel.at(-1) ?? 1;
  const rows = sizeOf(window.kernel) / row;
  const isWide = depth * row >= fewest || sizeOf(window.kernel) === 1;
  return isWide && rows <= mostRows ? fromRows(context, window) : fromConvolution(context, window);
}

/** dw = Σ dy · x over batch and places, for each row of the kernels: what all places read with it stays in the processor's cache. */
function fromRows(
  { builder, inputs: [x = ''], shapes: [from = [], to = []], outputShape, attributes, dy }: GradientContext,
  { kernel, strides, dilations, begins, ends }: Window,
): string {
  const group = intOf(attributes.group, 1);
  const [batch = 1] = from;
  const [kernels = 1, depth = 1] = to;
  const [width = 1, ...others] = kernel.toReversed();
  const places = outputShape.slice(2);
  /** What the taps read along some axes of the window; `at` is the first of these in the tensor. */
  const read = (value: string, taps: readonly number[], axis: number, at: number): string => {
    const axes = taps.map((_, each) => axis + each);
    const starts = taps.map((tap, each) => tap * (dilations[axis + each] ?? 1));
    const stops = starts.map(
      (start, each) => start + ((places[axis + each] ?? 1) - 1) * (strides[axis + each] ?? 1) + 1,
    );
    const steps = axes.map((each) => strides[each] ?? 1);
    const cut = [starts, stops, axes.map((each) => at + each - axis), steps];
    return builder.op('Slice', [value, ...cut.map((numbers) => integers(builder, numbers))]);
  };
  const isPadded = [...begins, ...ends].some((count) => count > 0);
  const pads = integers(builder, [0, 0, ...begins, 0, 0, ...ends]);
  const padded = isPadded ? builder.op('Pad', [x, pads]) : x;
  const last = kernel.length - 1;
  const columns = Array.from({ length: width }, (_, tap) =>
    builder.op('Unsqueeze', [read(padded, [tap], last, last + 2), integers(builder, [2])]),
  );
  const across =
    columns.length === 1 ? (columns[0] ?? '') : builder.op('Concat', columns, { axis: { int: 2 } });
  const given = reshapeTo(builder, dy, [batch, group, kernels / group, sizeOf(places)]);
  const rows = Array.from({ length: sizeOf(others) }, (_, flat) => {
    const seen = last === 0 ? across : read(across, indexAt(kernel.slice(0, -1), flat), 0, 3);
    const flattened = reshapeTo(builder, seen, [batch, group, depth * width, sizeOf(places)]);
    const turned = builder.op('Transpose', [flattened], { perm: { ints: [0, 1, 3, 2] } });
    const sum = sumOver(builder, builder.op('MatMul', [given, turned]), [0], false);
    return reshapeTo(builder, sum, [kernels, depth, 1, width]);
  });
  return reshapeTo(builder, builder.op('Concat', rows, { axis: { int: 2 } }), to);
}

/**
 * dw = Σ x through dy over batch: a convolution of every image with its own dy for kernels, the strides being the
 * forward dilations and the other way round. What the forward strides left unread makes it reach too far, so the end
 * is cut off.
 */
function fromConvolution(
  { builder, inputs: [x = ''], shapes: [from = [], to = []], outputShape, attributes, dy }: GradientContext,
  window: Window,
): string {
  const [batch = 1, , ...sizes] = from;
  const [kernels = 1, depth = 1, ...kernel] = to;
  const images = batch * intOf(attributes.group, 1);
  const places = outputShape.slice(2);
  const read = builder.op(
    'Conv',
    [
      swap(builder, reshapeTo(builder, x, [images, depth, ...sizes]), from.length),
      reshapeTo(builder, dy, [batch * kernels, 1, ...places]),
    ],
    {
      ...attributesOf({ ...window, strides: window.dilations, dilations: window.strides }),
      group: { int: images },
    },
  );
  const axes = kernel.map((_, axis) => axis + 2);
  const none = integers(
    builder,
    axes.map(() => 0),
  );
  const cut = builder.op('Slice', [read, none, integers(builder, kernel), integers(builder, axes)]);
  const apart = reshapeTo(builder, cut, [depth, batch, kernels, ...kernel]);
  return swap(builder, sumOver(builder, apart, [1], false), to.length);
}

function swap(builder: OpBuilder, value: string, rank: number): string {
  const perm = [1, 0, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 2)];
  return builder.op('Transpose', [value], { perm: { ints: perm } });
}
