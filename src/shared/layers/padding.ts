/** What is put around a tensor: a constant, its border mirrored or repeated, or its other side. */
import { problem, type Problem } from '../messages/problem';
import type { OpBuilder } from '../onnx/builder';
import { integers, scalar } from '../ops/backward';
import { formatShape, type Shape } from '../tensor/shape';
import type { PerDimension } from './attributes';
import type { Seen } from './seen';
import { atMost, formatEach, halves } from './window';

/** PyTorch's words; `zeros` and `constant` are two for one. */
export type PaddingMode = 'zeros' | 'constant' | 'reflect' | 'replicate' | 'circular';

/** How many numbers are put before and after, one a dimension in each list. */
interface Border {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Where a number around the border comes from along one dimension; undefined for a constant. */
export function borderPlace(mode: PaddingMode, place: number, length: number): number | undefined {
  const last = length - 1;
  if (place >= 0 && place <= last) return place;
  switch (mode) {
    case 'reflect':
      return place < 0 ? -place : 2 * last - place;
    case 'replicate':
      return place < 0 ? 0 : last;
    case 'circular':
      return place < 0 ? place + length : place - length;
    default:
      return undefined;
  }
}

/** The tensor with its last dimensions padded. */
export function padded(
  builder: OpBuilder,
  x: string,
  shape: Shape,
  border: Border,
  mode: PaddingMode,
  value = 0,
): string {
  const { before, after } = border;
  if (mode === 'circular' && [...before, ...after].some((count) => count > 0))
    return wrapped(builder, x, shape, border);
  const others = new Array<number>(shape.length - before.length).fill(0);
  const pads = integers(builder, [...others, ...before, ...others, ...after]);
  if (mode === 'reflect' || mode === 'replicate') {
    return builder.op('Pad', [x, pads], { mode: { text: mode === 'reflect' ? 'reflect' : 'edge' } });
  }
  return builder.op('Pad', value === 0 ? [x, pads] : [x, pads, scalar(builder, value)]);
}

/** The end of each dimension put before it, and its start after it; `Pad` does so only in newer operator sets. */
function wrapped(builder: OpBuilder, x: string, shape: Shape, { before, after }: Border): string {
  const whole = shape.length - before.length;
  return before.reduce((inside, start, at) => {
    const axis = whole + at;
    const size = shape[axis] ?? 0;
    const cut = (from: number, to: number) =>
      builder.op('Slice', [inside, ...[[from], [to], [axis], [1]].map((list) => integers(builder, list))]);
    const end = after[at] ?? 0;
    if (start + end === 0) return inside;
    const parts = [
      ...(start > 0 ? [cut(size - start, size)] : []),
      inside,
      ...(end > 0 ? [cut(0, end)] : []),
    ];
    return builder.op('Concat', parts, { axis: { int: axis } });
  }, x);
}

/** The inverse of `padded`: what was padded and how, a number for each of its dimensions. */
export function borderIn(
  y: Seen,
): Border & { readonly x: Seen; readonly mode: Exclude<PaddingMode, 'zeros'> } {
  if (y.type === 'Concat') return wrappedIn(y);
  const [before, after] = halves(y.back(1).values);
  const mode = y.word('mode');
  const isMirrored = mode === 'reflect';
  return {
    x: y.back(0),
    mode: isMirrored ? mode : mode === 'edge' ? 'replicate' : 'constant',
    before,
    after,
  };
}

function wrappedIn(y: Seen): ReturnType<typeof borderIn> {
  const before = y.shape.map(() => 0);
  const after = [...before];
  let x = y;
  // The last dimension was wrapped last.
  for (let axis = y.shape.length - 1; axis >= 0; axis--) {
    if (x.type !== 'Concat' || x.int('axis') !== axis) continue;
    const { inputs } = x;
    const at = inputs.findIndex((part) => inputs.some((other) => other.back(0) === part));
    const inside = inputs[at];
    if (!inside) break;
    before[axis] = inputs[at - 1]?.shape[axis] ?? 0;
    after[axis] = inputs[at + 1]?.shape[axis] ?? 0;
    x = inside;
  }
  return { x, mode: x === y ? 'constant' : 'circular', before, after };
}

/** How many numbers a border takes from beside it along a dimension of that size. */
export function mostAround(mode: PaddingMode, size: number): number {
  if (mode === 'reflect') return size - 1;
  return mode === 'circular' ? size : Infinity;
}

/** A problem when more numbers are mirrored, or taken from the other side, than there are. */
export function checkBorder(
  mode: PaddingMode,
  shape: Shape,
  attribute: string,
  value: PerDimension,
  border: Border,
  limits: readonly number[],
): Problem | undefined {
  const sizes = shape.slice(shape.length - border.before.length);
  const most = sizes.map((_, axis) => Math.max(border.before[axis] ?? 0, border.after[axis] ?? 0));
  if (most.every((count, axis) => count <= mostAround(mode, sizes[axis] ?? 0))) return undefined;
  const fit = atMost(value, limits);
  return problem(
    mode === 'circular' ? 'border-wraps-twice' : 'border-too-short',
    { padding: formatShape(most), shape: formatShape(shape), attribute, fit: formatEach(fit) },
    { kind: 'set-attribute', attribute, value: fit },
  );
}
