/** What layers that slide a window over the dimensions after batch and channels share. */
import { problem, type Problem } from '../messages/problem';
import type { OpAttributes } from '../onnx/graph';
import { formatShape, indexAt, sizeOf, type Shape } from '../tensor/shape';
import { perDimension, type Field, type PerDimension } from './attributes';
import { texAt, texPlace } from './tex';

/** One number a dimension in each list. */
export interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** Padding before and after. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const limit = 10_000;

/** Names of the dimensions a window slides over, and of what it slides over. */
const dimensionNames = [['length'], ['height', 'width'], ['depth', 'height', 'width']];
export const thingOf = (dimensions: number): string =>
  ['sequence', 'image', 'volume'][dimensions - 1] ?? 'tensor';

export function kernelSize(dimensions: number, initial: number): Field<PerDimension> {
  return perDimension(dimensions, { initial, min: 1, max: limit, help: 'Size of the window.' });
}
export function stride(dimensions: number): Field<PerDimension> {
  const help = 'How far the window moves at a time.';
  return perDimension(dimensions, { initial: 1, min: 1, max: limit, help });
}
export function padding(dimensions: number, help: string): Field<PerDimension> {
  return perDimension(dimensions, { initial: 0, min: 0, max: limit, help });
}
export function dilation(dimensions: number): Field<PerDimension> {
  const help = 'How far apart the numbers read by the window are; 1 is side by side.';
  return perDimension(dimensions, { initial: 1, min: 1, max: limit, help });
}

/** The number for each dimension. */
export function each(value: PerDimension, dimensions: number): readonly number[] {
  return typeof value === 'number' ? new Array<number>(dimensions).fill(value) : value;
}

/** One number where all are alike. */
export function together(values: readonly number[]): PerDimension {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : values;
}

/** Padding before and after, which ONNX keeps in one list. */
export function halves(
  pads: readonly number[],
): readonly [before: readonly number[], after: readonly number[]] {
  return [pads.slice(0, pads.length / 2), pads.slice(pads.length / 2)];
}

/** The value, made no greater than the limits of its dimensions. */
export function atMost(value: PerDimension, limits: readonly number[]): PerDimension {
  return typeof value === 'number'
    ? Math.min(value, ...limits)
    : value.map((one, axis) => Math.min(one, limits[axis] ?? one));
}

/** As people read it: `3 x 5`. */
export const formatEach = (value: PerDimension): string =>
  typeof value === 'number' ? String(value) : formatShape(value);

export function checkImage(shape: Shape, dimensions = 2): Problem | undefined {
  const rank = dimensions + 2;
  if (shape.length === rank) return undefined;
  const names = ['batch', 'channels', ...(dimensionNames[dimensions - 1] ?? [])].join(', ');
  const usual = [1, 1, ...new Array<number>(dimensions).fill(dimensions === 3 ? 8 : 28)];
  const example = shape.length === rank - 1 ? [1, ...shape] : usual;
  return problem('needs-image', {
    ...{ rank, dimensions: names, shape: formatShape(shape), example: formatShape(example) },
  });
}

/** How far apart the first and the last number of the window are, both counted. */
export function reachOf({ kernel, dilation: apart }: Pick<Window, 'kernel' | 'dilation'>): readonly number[] {
  return kernel.map((length, axis) => (apart[axis] ?? 1) * (length - 1) + 1);
}

/** A problem when the padded input is smaller than the window; `slack` is how far it may reach over the end. */
export function checkFit(
  shape: Shape,
  window: Window,
  kernel_size: PerDimension,
  slack: readonly number[] = [],
): Problem | undefined {
  const { before, after, dilation: apart } = window;
  const reach = reachOf(window);
  const room = shape
    .slice(2)
    .map((size, axis) => size + (before[axis] ?? 0) + (after[axis] ?? 0) + (slack[axis] ?? 0));
  if (reach.every((length, axis) => length <= (room[axis] ?? 0))) return undefined;
  const fit = atMost(
    kernel_size,
    room.map((length, axis) => Math.floor((length - 1) / (apart[axis] ?? 1)) + 1),
  );
  return problem(
    'window-does-not-fit',
    { reach: formatShape(reach), shape: formatShape(shape), fit: formatEach(fit) },
    { kind: 'set-attribute', attribute: 'kernel_size', value: fit },
  );
}

export function windowAttributes({ kernel, stride: step, before, after }: Window): OpAttributes {
  return {
    kernel_shape: { ints: kernel },
    strides: { ints: step },
    pads: { ints: [...before, ...after] },
  };
}

const placeLetters = ['i', 'j', 'k'];
const tapLetters = ['u', 'v', 'w'];

/** Letters for a place of the output, and for a number of the window. */
export const texPlaces = (dimensions: number): string[] => placeLetters.slice(0, dimensions);
export const texTaps = (dimensions: number): string[] => tapLetters.slice(0, dimensions);

/** What the window goes over, in TeX: `0 \le u, v < 3`, a line a dimension where they differ. */
export function texRange({ kernel }: Pick<Window, 'kernel'>): string {
  const taps = texTaps(kernel.length);
  const [first] = kernel;
  if (kernel.every((length) => length === first)) return `0 \\le ${taps.join(', ')} < ${first}`;
  return kernel.map((length, axis) => `0 \\le ${taps[axis]} < ${length}`).join(' \\\\ ');
}

/** Under a sum or a maximum. */
export const texUnder = (...lines: readonly string[]): string => {
  const joined = lines.join(' \\\\ ');
  return joined.includes('\\\\') ? `\\substack{${joined}}` : joined;
};

/** What the window reads, in TeX, from the channel of that letter. */
export function texRead(x: string, window: Window, channel = 'c'): string {
  const { kernel, stride: step, before, dilation: apart } = window;
  const places = kernel.map((_, axis) =>
    texPlace(placeLetters[axis] ?? '', tapLetters[axis] ?? '', {
      ...{ stride: step[axis] ?? 1, padding: before[axis] ?? 0, dilation: apart[axis] ?? 1 },
    }),
  );
  return texAt(x, 'n', channel, ...places);
}

export interface Reading {
  /** Which number of the window reads. */
  readonly tap: readonly number[];
  /** Where it reads, one number a dimension after batch and channels. */
  readonly at: readonly number[];
  readonly isPadding: boolean;
}

/** What the window reads for the output number at `index`: places of the input, or padding. */
export function readings(index: readonly number[], shape: Shape, window: Window): readonly Reading[] {
  const { kernel, stride: step, before, dilation: apart } = window;
  return Array.from({ length: sizeOf(kernel) }, (_, flat) => {
    const tap = indexAt(kernel, flat);
    const at = tap.map(
      (offset, axis) =>
        (index[axis + 2] ?? 0) * (step[axis] ?? 1) - (before[axis] ?? 0) + offset * (apart[axis] ?? 1),
    );
    return { tap, at, isPadding: at.some((place, axis) => place < 0 || place >= (shape[axis + 2] ?? 0)) };
  });
}
