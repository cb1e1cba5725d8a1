/** What layers share that keep a stretch of one dimension and leave out the rest. */
import { problem, type Problem } from '../../messages/problem';
import { integers } from '../../ops/backward';
import { formatShape, resolveAxis, type Shape } from '../../tensor/shape';
import type { Expression } from '../../tensor/expression';
import { integer } from '../attributes';
import type { LayerBuilder } from '../define';
import type { Seen } from '../seen';

/** Along one axis, from `start` on in steps, up to and without `end`. */
export interface Part {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

export const partDimension = integer({
  initial: 1,
  min: -8,
  max: 7,
  help: 'The dimension that is cut; 0 is the batch, -1 the last.',
});
export const partIndex = integer({
  initial: 0,
  min: 0,
  max: 100_000,
  help: 'Which part is kept, counted from 0.',
});

export function emitPart(builder: LayerBuilder, x: string, { axis, start, end, step }: Part): string {
  return builder.op('Slice', [x, ...[[start], [end], [axis], [step]].map((list) => integers(builder, list))]);
}

export function explainPart(
  input: (port: string, index: readonly number[]) => Expression,
  { axis, start, step }: Part,
  index: readonly number[],
): Expression {
  return input('x', index.with(axis, start + (index[axis] ?? 0) * step));
}

/** One of the parts a dimension is cut into, `size` numbers each but the last. */
export function pieceOf(shape: Shape, dim: number, size: number, index: number): Part {
  const axis = resolveAxis(dim, shape.length) ?? 0;
  const length = shape[axis] ?? 0;
  return { axis, start: index * size, end: Math.min(length, (index + 1) * size), step: 1 };
}

/** The pieces a part may be, by the size of a piece: the last may be smaller than what it is counted in. */
export function guessPieces(y: Seen) {
  const { shape } = y.back(0);
  const [start = 0, end = 0, dim = 0] = [1, 2, 3].map((at) => y.back(at).value);
  const length = shape[dim] ?? 0;
  const size = end - start;
  const isLast = end === length;
  // A piece that starts there is as long as the whole, or goes into what lies before it.
  const counts = Array.from({ length: Math.min(mostPieces, start) }, (_, at) => at + 1);
  const sizes = start === 0 ? [length, size] : counts.map((count) => start / count);
  return sizes
    .filter((each) => Number.isInteger(each) && (each === size || (isLast && each > size)))
    .map((each) => ({ shape, dim, size: each, index: start / each }));
}

/** Of how many pieces before a part is thought, at most. */
const mostPieces = 10_000;

/** A problem where there are not so many parts. */
export function checkPiece(shape: Shape, dim: number, size: number, index: number): Problem | undefined {
  const count = Math.ceil((shape[resolveAxis(dim, shape.length) ?? 0] ?? 0) / size);
  if (index < count) return undefined;
  return problem(
    'part-not-there',
    { index, count, dim, last: count - 1, shape: formatShape(shape) },
    { kind: 'set-attribute', attribute: 'index', value: count - 1 },
  );
}
