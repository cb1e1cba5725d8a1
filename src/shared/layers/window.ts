/** What layers that slide a square window over height and width share. */
import { problem, type Problem } from '../messages/problem';
import type { OpAttributes } from '../onnx/graph';
import { formatShape, type Shape } from '../tensor/shape';
import { inferredInteger, integer } from './attributes';
import { texAt, texPlace } from './tex';

export interface Window {
  readonly kernel_size: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
}

const limit = 10_000;

export const kernelSize = (initial: number) =>
  integer({ initial, min: 1, max: limit, help: 'Height and width of the window.' });
export const padding = integer({
  initial: 0,
  min: 0,
  max: limit,
  help: 'Rows and columns put around the image on every side.',
});
export const poolStride = inferredInteger({
  min: 1,
  max: limit,
  help: 'How far the window moves at a time; empty moves it by its own size.',
});
export const stride = integer({
  initial: 1,
  min: 1,
  max: limit,
  help: 'How far the window moves at a time.',
});
export const dilation = integer({
  initial: 1,
  min: 1,
  max: limit,
  help: 'How far apart the numbers read by the window are; 1 is side by side.',
});

export function checkImage(shape: Shape): Problem | undefined {
  if (shape.length === 4) return undefined;
  const example = shape.length === 3 ? [1, ...shape] : [1, 1, 28, 28];
  return problem('needs-image', { shape: formatShape(shape), example: formatShape(example) });
}

/** A problem when the padded image is smaller than the window. */
export function checkFit(
  shape: Shape,
  { kernel_size, padding: pad, dilation: apart }: Window,
): Problem | undefined {
  const reach = apart * (kernel_size - 1) + 1;
  const room = Math.min(...shape.slice(2)) + 2 * pad;
  if (reach <= room) return undefined;
  const fit = Math.floor((room - 1) / apart) + 1;
  return problem(
    'window-does-not-fit',
    { reach, shape: formatShape(shape), fit },
    { kind: 'set-attribute', attribute: 'kernel_size', value: fit },
  );
}

/** Without a stride of its own a pool's window moves by its size. */
export function poolWindow(
  attributes: Pick<Window, 'kernel_size' | 'padding'> & { readonly stride: number | null },
): Window {
  const { kernel_size, stride: step, padding: pad } = attributes;
  return { kernel_size, stride: step ?? kernel_size, padding: pad, dilation: 1 };
}

/** A pool's padding is at most half its window, so that every place holds a number of the image. */
export function checkPool(shape: Shape, window: Window): Problem | undefined {
  const misfit = checkImage(shape);
  if (misfit) return misfit;
  const { padding: pad, kernel_size: kernel } = window;
  const fit = Math.floor(kernel / 2);
  if (pad <= fit) return checkFit(shape, window);
  return problem(
    'padding-too-wide',
    { padding: pad, kernel, fit },
    { kind: 'set-attribute', attribute: 'padding', value: fit },
  );
}

export function windowAttributes({
  kernel_size,
  stride: step,
  padding: pad,
}: Omit<Window, 'dilation'>): OpAttributes {
  return {
    kernel_shape: { ints: [kernel_size, kernel_size] },
    strides: { ints: [step, step] },
    pads: { ints: [pad, pad, pad, pad] },
  };
}

/** What a pool's window reads, in TeX. */
export function texRead(x: string, window: Window): string {
  return texAt(x, 'n', 'c', texPlace('i', 'u', window), texPlace('j', 'v', window));
}

/** What the window reads for the output number in row `index[2]`, column `index[3]`: places of the image, or padding. */
export function readings(
  index: readonly number[],
  shape: Shape,
  { kernel_size, stride: step, padding: pad, dilation: apart }: Window,
): readonly {
  readonly tap: readonly number[];
  readonly at: readonly number[];
  readonly isPadding: boolean;
}[] {
  return Array.from({ length: kernel_size * kernel_size }, (_, flat) => {
    const tap = [Math.floor(flat / kernel_size), flat % kernel_size];
    const at = tap.map((offset, axis) => (index[axis + 2] ?? 0) * step - pad + offset * apart);
    return { tap, at, isPadding: at.some((place, axis) => place < 0 || place >= (shape[axis + 2] ?? 0)) };
  });
}
