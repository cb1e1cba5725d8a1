/** What is put around a tensor: a constant, its border mirrored, or its border repeated. */
import { problem, type Problem } from '../messages/problem';
import type { OpBuilder } from '../onnx/builder';
import { integers, scalar } from '../ops/backward';
import { formatShape, type Shape } from '../tensor/shape';
import type { PerDimension } from './attributes';
import type { Seen } from './seen';
import { atMost, formatEach } from './window';

/** PyTorch's words; `zeros` and `constant` are two for one. */
export type PaddingMode = 'zeros' | 'constant' | 'reflect' | 'replicate';

/** Where a number around the border comes from along one dimension; undefined for a constant. */
export function borderPlace(mode: PaddingMode, place: number, length: number): number | undefined {
  const last = length - 1;
  if (place >= 0 && place <= last) return place;
  switch (mode) {
    case 'reflect':
      return place < 0 ? -place : 2 * last - place;
    case 'replicate':
      return place < 0 ? 0 : last;
    default:
      return undefined;
  }
}

/** The tensor with its last dimensions padded, one number a dimension in each list. */
export function padded(
  builder: OpBuilder,
  x: string,
  shape: Shape,
  border: { readonly before: readonly number[]; readonly after: readonly number[] },
  mode: PaddingMode,
  value = 0,
): string {
  const { before, after } = border;
  const others = new Array<number>(shape.length - before.length).fill(0);
  const pads = integers(builder, [...others, ...before, ...others, ...after]);
  if (mode === 'reflect' || mode === 'replicate') {
    return builder.op('Pad', [x, pads], { mode: { text: mode === 'reflect' ? 'reflect' : 'edge' } });
  }
  return builder.op('Pad', value === 0 ? [x, pads] : [x, pads, scalar(builder, value)]);
}

/** The inverse: how a value was made of the border; undefined for a constant. */
export function modeOf(y: Seen): 'reflect' | 'replicate' | undefined {
  const mode = y.word('mode');
  if (mode === 'reflect') return mode;
  return mode === 'edge' ? 'replicate' : undefined;
}

/** A problem when more numbers are mirrored than there are beside the border. */
export function checkMirror(
  shape: Shape,
  attribute: string,
  value: PerDimension,
  border: { readonly before: readonly number[]; readonly after: readonly number[] },
  limits: readonly number[],
): Problem | undefined {
  const sizes = shape.slice(shape.length - border.before.length);
  const most = sizes.map((_, axis) => Math.max(border.before[axis] ?? 0, border.after[axis] ?? 0));
  if (most.every((count, axis) => count < (sizes[axis] ?? 0))) return undefined;
  const fit = atMost(value, limits);
  return problem(
    'border-too-short',
    { padding: formatShape(most), shape: formatShape(shape), attribute, fit: formatEach(fit) },
    { kind: 'set-attribute', attribute, value: fit },
  );
}
