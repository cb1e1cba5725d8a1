/** The window of a pool: by default it moves by its own size, and it may reach over the end where ceil_mode says so. */
import { problem, type Problem } from '../../messages/problem';
import type { Shape } from '../../tensor/shape';
import { flag, optional, perDimension, type Field, type PerDimension } from '../attributes';
import type { Named } from '../python';
import type { Seen } from '../seen';
import {
  atMost,
  checkFit,
  checkImage,
  each,
  formatEach,
  halves,
  reachOf,
  together,
  type Window,
} from '../window';

export interface PoolAttributes {
  readonly kernel_size: PerDimension;
  readonly stride: PerDimension | null;
  readonly padding?: PerDimension;
  readonly dilation?: PerDimension;
  readonly ceil_mode: boolean;
}

export function poolStride(dimensions: number): Field<PerDimension | null> {
  const help = 'How far the window moves at a time; empty moves it by its own size.';
  return optional(perDimension(dimensions, { initial: 1, min: 1, max: 10_000, help }), 'kernel_size');
}

export const ceilMode = flag({
  initial: false,
  help: 'Whether a window that reaches over the end still counts, with what it has of the input.',
});

export const strideOf = ({ kernel_size, stride }: PoolAttributes): PerDimension => stride ?? kernel_size;

/** Left out of the code where it is what PyTorch takes by itself. */
export function strideArgument(attributes: PoolAttributes): Named {
  const stride = strideOf(attributes);
  return formatEach(stride) === formatEach(attributes.kernel_size) ? [] : [['stride', stride]];
}

/** With ceil_mode the window reaches over the end by what is missing; where it would start there it is dropped. */
export function poolWindow(attributes: PoolAttributes, [, , ...sizes]: Shape): Window {
  const { kernel_size, padding = 0, dilation: apart = 1, ceil_mode } = attributes;
  const dimensions = sizes.length;
  const stride = each(strideOf(attributes), dimensions);
  const before = each(padding, dimensions);
  const window = { kernel: each(kernel_size, dimensions), dilation: each(apart, dimensions) };
  const reach = reachOf(window);
  const after = before.map((pad, axis) => {
    const step = stride[axis] ?? 1;
    const room = (sizes[axis] ?? 1) + 2 * pad - (reach[axis] ?? 1);
    const last = Math.ceil(room / step) * step;
    const isDropped = last >= (sizes[axis] ?? 1) + pad;
    return ceil_mode ? pad + Math.max(0, (isDropped ? last - step : last) - room) : pad;
  });
  return { ...window, stride, before, after };
}

/** What a pool may have been, seen from its answer back; some put their border around it first. */
export function guessPools(y: Seen) {
  const kernel = y.ints('kernel_shape');
  // Every pool says its window.
  if (kernel.length === 0) return [];
  const border = y.back(0);
  const [starts] = halves(border.back(1).values);
  const [before] = halves(y.ints('pads'));
  return [
    { shape: border.shape, pads: before },
    { shape: border.back(0).shape, pads: starts.slice(2) },
  ].flatMap(({ shape, pads }) =>
    [false, true].map((ceil_mode) => ({
      shape,
      kernel_size: together(kernel),
      stride: together(y.ints('strides')),
      padding: together(pads),
      ceil_mode,
    })),
  );
}

/** A pool's padding is at most half its window, so that every place holds a number of the input. */
export function checkPool(shape: Shape, attributes: PoolAttributes, dimensions: number): Problem | undefined {
  const misfit = checkImage(shape, dimensions);
  if (misfit) return misfit;
  const { kernel_size, padding = 0, ceil_mode } = attributes;
  const [kernel, pads] = [each(kernel_size, dimensions), each(padding, dimensions)];
  if (pads.some((pad, axis) => 2 * pad > (kernel[axis] ?? 1))) {
    const fit = atMost(
      padding,
      kernel.map((length) => Math.floor(length / 2)),
    );
    return problem(
      'padding-too-wide',
      { padding: formatEach(padding), kernel: formatEach(kernel_size), fit: formatEach(fit) },
      { kind: 'set-attribute', attribute: 'padding', value: fit },
    );
  }
  const floor = poolWindow({ ...attributes, ceil_mode: false }, shape);
  const slack = ceil_mode ? floor.stride.map((step) => step - 1) : undefined;
  const isTooLarge = checkFit(shape, floor, kernel_size, slack) !== undefined;
  // The kernel that is offered needs no padding, as less padding goes with a smaller kernel.
  const tight = { ...floor, before: pads.map(() => 0), after: pads.map(() => 0) };
  return isTooLarge
    ? checkFit(shape, tight, kernel_size)
    : checkReadings(shape, poolWindow(attributes, shape), attributes);
}

/** Numbers far apart may all fall into the padding. */
function checkReadings(
  [, , ...sizes]: Shape,
  window: Window,
  attributes: PoolAttributes,
): Problem | undefined {
  const { kernel, stride, dilation: apart, before, after } = window;
  const reach = reachOf(window);
  const isFilled = sizes.every((size, axis) => {
    const pad = before[axis] ?? 0;
    const step = stride[axis] ?? 1;
    const places = Math.floor((size + pad + (after[axis] ?? 0) - (reach[axis] ?? 1)) / step) + 1;
    return Array.from({ length: places }, (_, place) => place * step - pad).every((start) => {
      // The first number it reads at or after the first of the input.
      const skipped = Math.max(0, Math.ceil(-start / (apart[axis] ?? 1)));
      return skipped < (kernel[axis] ?? 1) && start + skipped * (apart[axis] ?? 1) < size;
    });
  });
  if (isFilled) return undefined;
  return problem(
    'window-reads-padding-alone',
    { dilation: formatEach(attributes.dilation ?? 1) },
    { kind: 'set-attribute', attribute: 'padding', value: 0 },
  );
}
