/** The mean of all values, as a scalar. */
import type { OpBuilder } from '../../onnx/builder';
import { scalar, sumOver } from '../../ops/backward';
import { sizeOf, type Shape } from '../../tensor/shape';

export function meanOf(builder: OpBuilder, value: string, shape: Shape): string {
  const sum = sumOver(builder, value, [...shape.keys()], false);
  return builder.op('Div', [sum, scalar(builder, sizeOf(shape))]);
}
