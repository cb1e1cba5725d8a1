/** What convolution and pooling share: a window that slides over the axes after batch and channels. */
import type { OpAttributes } from '../onnx/graph';
import type { Shape } from '../tensor/shape';
import { intOf, intsOf, textOf } from './define';

/** One number an axis in each list. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Padding before and after. */
  readonly begins: readonly number[];
  readonly ends: readonly number[];
}

/** Undefined where the attributes do not describe a window of these sizes, or leave its padding to the runtime. */
export function windowOf(attributes: OpAttributes, kernel: Shape): Window | undefined {
  const rank = kernel.length;
  const filled = (length: number, value: number) => new Array<number>(length).fill(value);
  const strides = intsOf(attributes.strides) ?? filled(rank, 1);
  const dilations = intsOf(attributes.dilations) ?? filled(rank, 1);
  const pads = intsOf(attributes.pads) ?? filled(2 * rank, 0);
  const areListed =
    rank > 0 && strides.length === rank && dilations.length === rank && pads.length === 2 * rank;
  const areLegal =
    [...kernel, ...strides, ...dilations].every((value) => value >= 1) && pads.every((value) => value >= 0);
  const isLeftToTheRuntime =
    textOf(attributes.auto_pad, 'NOTSET') !== 'NOTSET' || intOf(attributes.ceil_mode, 0) !== 0;
  if (!areListed || !areLegal || isLeftToTheRuntime) return undefined;
  return { kernel, strides, dilations, begins: pads.slice(0, rank), ends: pads.slice(rank) };
}

/** How many places the window has along each axis; undefined where it does not fit into the padded sizes. */
export function placesOf(window: Window, sizes: Shape): Shape | undefined {
  const { kernel, strides, begins, ends } = window;
  if (sizes.length !== kernel.length) return undefined;
  const places = sizes.map((size, axis) => {
    const room = size + (begins[axis] ?? 0) + (ends[axis] ?? 0) - reachOf(window, axis);
    return Math.floor(room / (strides[axis] ?? 1)) + 1;
  });
  return places.every((count) => count >= 1) ? places : undefined;
}

/** How far apart the first and the last number of the window are, both counted. */
export function reachOf({ kernel, dilations }: Window, axis: number): number {
  return (dilations[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) + 1;
}

/**
 * Attributes of the ConvTranspose that sends each place's number back to the `sizes` it was read from: what a stride
 * left unread at the end is the output padding.
 */
export function transposed(window: Window, sizes: Shape, places: Shape): OpAttributes {
  const { strides, begins, ends } = window;
  const unread = sizes.map(
    (size, axis) =>
      size +
      (begins[axis] ?? 0) +
      (ends[axis] ?? 0) -
      reachOf(window, axis) -
      ((places[axis] ?? 1) - 1) * (strides[axis] ?? 1),
  );
  return { ...attributesOf(window), output_padding: { ints: unread } };
}

export function attributesOf({ strides, dilations, begins, ends }: Window): OpAttributes {
  return {
    strides: { ints: strides },
    dilations: { ints: dilations },
    pads: { ints: [...begins, ...ends] },
  };
}
