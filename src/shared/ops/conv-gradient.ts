/** The gradient of Conv's kernels, in the two forms that are fast: for few numbers a kernel, and for many. */
import type { OpBuilder } from '../onnx/builder';
import { indexAt, sizeOf, type Shape } from '../tensor/shape';
import { integers, reshapeTo, sumOver } from './backward';
import { intOf, type GradientContext } from './define';
import { attributesOf, type Window } from './window';

/** Copying the input this often is still faster than a convolution with kernels as large as images. */
const mostCopies = 25;

/** dw of Conv(x, w), of the kernels' shape. */
export function kernelGradient(context: GradientContext, window: Window): string {
  return sizeOf(window.kernel) <= mostCopies
    ? fromPatches(context, window)
    : fromConvolution(context, window);
}

/** dw = Σ dy · patch over batch and places: a matrix product with what each place read. */
function fromPatches(
  { builder, inputs: [x = ''], shapes: [from = [], to = []], outputShape, attributes, dy }: GradientContext,
  { kernel, strides, dilations, begins, ends }: Window,
): string {
  const group = intOf(attributes.group, 1);
  const [batch = 1, channels = 1] = from;
  const [kernels = 1, depth = 1] = to;
  const places = outputShape.slice(2);
  const size = sizeOf(places);
  const isPadded = [...begins, ...ends].some((count) => count > 0);
  const pads = integers(builder, [0, 0, ...begins, 0, 0, ...ends]);
  const padded = isPadded ? builder.op('Pad', [x, pads]) : x;
  const axes = integers(
    builder,
    places.map((_, axis) => axis + 2),
  );
  const steps = integers(builder, strides);
  const taps = Array.from({ length: sizeOf(kernel) }, (_, flat) => {
    const starts = indexAt(kernel, flat).map((tap, axis) => tap * (dilations[axis] ?? 1));
    const stops = starts.map((start, axis) => start + ((places[axis] ?? 1) - 1) * (strides[axis] ?? 1) + 1);
    const cut = [integers(builder, starts), integers(builder, stops), axes, steps];
    return reshapeTo(builder, builder.op('Slice', [padded, ...cut]), [batch, channels, 1, size]);
  });
  const read = builder.op('Concat', taps, { axis: { int: 2 } });
  const patches = reshapeTo(builder, read, [batch, group, depth * taps.length, size]);
  const turned = turn(builder, reshapeTo(builder, dy, [batch, group, kernels / group, size]), [0, 1, 3, 2]);
  const sum = sumOver(builder, builder.op('MatMul', [patches, turned]), [0], false);
  return reshapeTo(builder, turn(builder, sum, [0, 2, 1]), to);
}

/**
 * dw = x through dy: a convolution with batch and channels swapped, its strides the forward dilations and the other
 * way round. What the forward strides left unread makes it reach too far, so the end is cut off.
 */
function fromConvolution(
  { builder, inputs: [x = ''], shapes: [from = [], to = []], outputShape, attributes, dy }: GradientContext,
  window: Window,
): string {
  const group = intOf(attributes.group, 1);
  const kernel = to.slice(2);
  const swapped = builder.op(
    'Conv',
    [channelsFirst(builder, x, from, group), swap(builder, dy, outputShape.length)],
    {
      ...attributesOf({ ...window, strides: window.dilations, dilations: window.strides }),
      group: { int: group },
    },
  );
  const axes = kernel.map((_, axis) => axis + 2);
  const cut = builder.op('Slice', [
    swapped,
    integers(
      builder,
      axes.map(() => 0),
    ),
    integers(builder, kernel),
    integers(builder, axes),
  ]);
  return swap(builder, cut, to.length);
}

/** Batch x channels to channels x batch; with groups to channels of a group x (groups x batch). */
function channelsFirst(
  builder: OpBuilder,
  x: string,
  [batch = 1, channels = 1, ...sizes]: Shape,
  group: number,
): string {
  if (group === 1) return swap(builder, x, sizes.length + 2);
  const depth = channels / group;
  const apart = reshapeTo(builder, x, [batch, group, depth, ...sizes]);
  const turned = turn(builder, apart, [2, 1, 0, ...sizes.map((_, axis) => axis + 3)]);
  return reshapeTo(builder, turned, [depth, group * batch, ...sizes]);
}

function swap(builder: OpBuilder, value: string, rank: number): string {
  return turn(builder, value, [1, 0, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 2)]);
}

function turn(builder: OpBuilder, value: string, order: readonly number[]): string {
  return builder.op('Transpose', [value], { perm: { ints: order } });
}
