/** What layers share that keep a stretch of one dimension, or cut it into such. */
import { integers } from '../../ops/backward';
import { resolveAxis, type Shape } from '../../tensor/shape';
import type { Expression } from '../../tensor/expression';
import { integer } from '../attributes';
import type { ExplainContext, LayerBuilder } from '../define';
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

export function emitPart(builder: LayerBuilder, x: string, { axis, start, end, step }: Part): string {
  return builder.op('Slice', [x, ...[[start], [end], [axis], [step]].map((list) => integers(builder, list))]);
}

export function explainPart(
  input: (port: string, index: readonly number[]) => Expression,
  { axis, start, step }: Pick<Part, 'axis' | 'start' | 'step'>,
  index: readonly number[],
): Expression {
  return input('x', index.with(axis, start + (index[axis] ?? 0) * step));
}

/** The most parts a card has ports for. */
export const mostParts = 1000;

/** As the inputs of a layer that joins parts again are called. */
export const partPort = (at: number): string => `y${at + 1}`;
export const partPorts = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => partPort(at));

/** Each part a value of its own. */
export function emitParts(
  builder: LayerBuilder,
  x: string,
  axis: number,
  sizes: readonly number[],
): readonly string[] {
  return builder.ops('Split', [x, integers(builder, sizes)], sizes.length, { axis: { int: axis } });
}

/** A number of one of the parts, which all parts before it come before. */
export function explainParts(
  { input, index, output }: Pick<ExplainContext<unknown>, 'input' | 'index' | 'output'>,
  axis: number,
  sizes: readonly number[],
): Expression {
  const part = partPorts(sizes.length).indexOf(output?.port ?? '');
  const start = sizes.slice(0, Math.max(0, part)).reduce((sum, size) => sum + size, 0);
  return explainPart(input, { axis, start, step: 1 }, index);
}

/** What was cut, along which of its dimensions and into what, and which of the parts a value is. */
export function seenParts(y: Seen) {
  const { shape } = y.back(0);
  const dim = resolveAxis(y.int('axis'), shape.length) ?? 0;
  const sizes = y.back(1).values;
  const port = partPort(y.origin.place ?? 0);
  return y.type === 'Split' && sizes.length > 0 ? [{ shape, dim, sizes, port }] : [];
}

/** Of that many numbers along a dimension. */
export function lengthAlong(shape: Shape, dim: number): number {
  return shape[resolveAxis(dim, shape.length) ?? 0] ?? 0;
}

/** For each part a variable: of one alone PyTorch answers a tuple, too. */
export const unpackedParts = {
  pattern: (names: readonly string[]): string => (names.length === 1 ? `(${names[0]},)` : names.join(', ')),
};
