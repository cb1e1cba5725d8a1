/** What norms over the last dimensions of a tensor share. */
import { problem, type Problem } from '../../messages/problem';
import { formatShape, indexAt, sizeOf, type Shape } from '../../tensor/shape';
import type { Expression } from '../../tensor/expression';
import { optional, sizes } from '../attributes';
import type { ExplainContext } from '../define';

export const normalizedShape = optional(
  sizes({
    initial: [1],
    limit: 4_000_000,
    help: 'The last sizes of the input, whose numbers are normalised together; empty is its very last.',
  }),
  'the very last',
);

/** The sizes that are meant. */
export function lastSizes(shape: Shape, chosen: Shape | null): Shape {
  return chosen ?? shape.slice(-1);
}

export function checkLast(shape: Shape, chosen: Shape | null): Problem | undefined {
  if (shape.length === 0) return problem('rank-too-low', { shape: formatShape(shape), rank: 1 });
  const expected = lastSizes(shape, chosen);
  const actual = shape.slice(-expected.length);
  if (formatShape(actual) === formatShape(expected)) return undefined;
  return problem(
    'normalized-shape-mismatch',
    { expected: formatShape(expected), shape: formatShape(shape), fit: formatShape(actual) },
    { kind: 'set-attribute', attribute: 'normalized_shape', value: actual },
  );
}

export const lastAxes = (sizes: Shape): readonly number[] => sizes.map((_, at) => at - sizes.length);

/** The sizes of so many last axes. */
export const lastOf = (shape: Shape, axes: readonly number[]): Shape =>
  shape.slice(shape.length - axes.length);

/** The numbers that are normalised with the one at `index`, and where they are in the dimensions before. */
export function numbersOf(
  { input, index }: Pick<ExplainContext<unknown>, 'input' | 'index'>,
  last: Shape,
): { readonly all: readonly Expression[]; readonly before: readonly number[] } {
  const before = index.slice(0, index.length - last.length);
  const all = Array.from({ length: sizeOf(last) }, (_, at) => input('x', [...before, ...indexAt(last, at)]));
  return { all, before };
}

/** PyTorch takes a single size as a number. */
export function pythonSizes(chosen: Shape | null): number | Shape {
  const [first = 1, ...others] = chosen ?? [];
  return others.length === 0 ? first : [first, ...others];
}
