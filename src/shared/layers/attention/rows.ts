/** What layers on sequences of rows share: batch x places x numbers, or places x batch x numbers. */
import { problem, type Problem } from '../../messages/problem';
import type { OpBuilder } from '../../onnx/builder';
import { formatShape, type Shape } from '../../tensor/shape';
import { flag, inferredInteger, integer } from '../attributes';
import { commonDivisor } from '../common-divisor';
import { checkDimensions } from '../dimensions';

export const batchFirst = flag({
  initial: true,
  help: 'Whether the input is batch x places x numbers, as everywhere here; else it is places x batch x numbers.',
});
export const rowLength = inferredInteger({
  min: 1,
  max: 100_000,
  help: 'Numbers in a row of the input; empty follows the input.',
});
export const headCount = integer({
  initial: 1,
  min: 1,
  max: 1000,
  help: 'How many heads attend at once, each with its share of the numbers.',
});

export function placesOf([first = 1, second = 1, length = 1]: Shape, isBatchFirst: boolean) {
  return isBatchFirst ? { batch: first, places: second, length } : { batch: second, places: first, length };
}

/** The other order of batch and places; the same value where it is right already. */
export function turned(builder: OpBuilder, value: string, isBatchFirst: boolean): string {
  return isBatchFirst ? value : builder.op('Transpose', [value], { perm: { ints: [1, 0, 2] } });
}

/** The shape of rows, batch first or not. */
export function turnedShape([batch = 1, places = 1, length = 1]: Shape, isBatchFirst: boolean): Shape {
  return isBatchFirst ? [batch, places, length] : [places, batch, length];
}

/** Where the index of a number finds its example, place and number, and the other way round. */
export function indexOf(index: readonly number[], isBatchFirst: boolean): readonly [number, number, number] {
  const [first = 0, second = 0, third = 0] = index;
  return isBatchFirst ? [first, second, third] : [second, first, third];
}

export function checkRows(shape: Shape, isBatchFirst: boolean): Problem | undefined {
  const names = isBatchFirst ? ['batch', 'places', 'numbers'] : ['places', 'batch', 'numbers'];
  return checkDimensions(shape, names, [1, 5, shape.at(-1) ?? 8]);
}

/** The first tensor's rows are as long as was said, and split evenly; the others have as many examples and as long rows. */
export function checkHeads(
  shapes: readonly Shape[],
  isBatchFirst: boolean,
  length: { readonly attribute: string; readonly expected: number | null },
  heads: { readonly attribute: string; readonly count: number },
): Problem | undefined {
  const misfit = shapes.map((shape) => checkRows(shape, isBatchFirst)).find(Boolean);
  if (misfit) return misfit;
  const [first = [], ...others] = shapes;
  const { batch, length: actual } = placesOf(first, isBatchFirst);
  const { expected, attribute } = length;
  if (expected !== null && expected !== actual) {
    return problem(
      'row-length-mismatch',
      { expected, actual, shape: formatShape(first), attribute },
      { kind: 'set-attribute', attribute, value: actual },
    );
  }
  const odd = others.find((shape) => {
    const other = placesOf(shape, isBatchFirst);
    return other.batch !== batch || other.length !== actual;
  });
  if (odd) return problem('rows-do-not-match', { a: formatShape(first), b: formatShape(odd) });
  if (actual % heads.count === 0) return undefined;
  const fit = commonDivisor(actual, heads.count);
  return problem(
    'heads-do-not-divide',
    { length: actual, heads: heads.count, attribute: heads.attribute, fit },
    { kind: 'set-attribute', attribute: heads.attribute, value: fit },
  );
}
