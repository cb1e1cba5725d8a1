/** Places of an axis in a row, cut out of it. Source: https://onnx.ai/onnx/operators/onnx__Gather.html */
import type { OpBuilder } from '../../onnx/builder';
import { resolveAxis, sizeOf, type Shape } from '../../tensor/shape';
import { integers, reshapeTo } from '../backward';
import { intOf } from '../define';
import type { PlainRule } from './define';

export interface Places {
  readonly shape: Shape;
  readonly axis: number;
  readonly start: number;
  /** What takes the place of the axis: nothing where one place is meant. */
  readonly sizes: Shape;
  /** Also where the axis is no longer. */
  readonly isCut?: boolean;
}

export function emitPlaces(
  builder: OpBuilder,
  x: string,
  { shape, axis, start, sizes, isCut = false }: Places,
): string {
  const count = sizeOf(sizes);
  const cut = [[start], [start + count], [axis], [1]];
  const kept =
    shape[axis] === count && !isCut
      ? x
      : builder.op('Slice', [x, ...cut.map((list) => integers(builder, list))]);
  return sizes.length === 1 ? kept : reshapeTo(builder, kept, shape.toSpliced(axis, 1, ...sizes));
}

export const placesInRow: PlainRule = ({ inputs: [x = ''], attributes }, { inputs, tensor, builder }) => {
  const [data, indices] = inputs;
  const axis = data && resolveAxis(intOf(attributes.axis, 0), data.shape.length);
  if (!data || !indices?.values || axis === undefined) return undefined;
  // Layers that gather several places of what is computed write it so themselves.
  if (indices.shape.length > 0 && !tensor(x)) return undefined;
  const length = data.shape[axis] ?? 0;
  const named = indices.values.map((index) => (index < 0 ? index + length : index));
  const [start] = named;
  const isInRow = named.every((index, at) => index >= 0 && index < length && index === (start ?? 0) + at);
  if (start === undefined || !isInRow) return undefined;
  // One place counted from the front is that place in a longer axis, too, and no other name for the last.
  const isCut = indices.shape.length === 0 && indices.values[0] === start;
  return [emitPlaces(builder, x, { shape: data.shape, axis, start, sizes: indices.shape, isCut })];
};
