/** What gradient rules share: constants, and broadcasting undone. */
import type { OpBuilder } from '../onnx/builder';
import { sizeOf, type Shape } from '../tensor/shape';
import { floatTensor } from '../tensor/tensor';

export function scalar(builder: OpBuilder, value: number): string {
  return builder.constant(floatTensor([], [value]));
}

export function integers(builder: OpBuilder, values: readonly number[]): string {
  return builder.constant({
    dtype: 'int64',
    shape: [values.length],
    values: BigInt64Array.from(values.map(BigInt)),
  });
}

export function reshapeTo(builder: OpBuilder, value: string, shape: Shape): string {
  return builder.op('Reshape', [value, integers(builder, shape)]);
}

export function sumOver(
  builder: OpBuilder,
  value: string,
  axes: readonly number[],
  keepDims: boolean,
): string {
  return builder.op('ReduceSum', [value, integers(builder, axes)], { keepdims: { int: keepDims ? 1 : 0 } });
}

/** The gradient of an operand that was broadcast: summed over every axis it was stretched along. */
export function sumTo(builder: OpBuilder, dy: string, from: Shape, to: Shape): string {
  const lead = from.length - to.length;
  const stretched = from.flatMap((length, axis) => (axis < lead || to[axis - lead] !== length ? [axis] : []));
  if (stretched.length === 0) return dy;
  if (stretched.length === lead) return sumOver(builder, dy, stretched, false);
  const summed = sumOver(builder, dy, stretched, true);
  return lead === 0 || sizeOf(to) === 0 ? summed : reshapeTo(builder, summed, to);
}

/** A value repeated until it has the shape: one number, or what was reduced with its axes kept. */
export function stretched(builder: OpBuilder, value: string, shape: Shape): string {
  return builder.op('Expand', [value, integers(builder, shape)]);
}
