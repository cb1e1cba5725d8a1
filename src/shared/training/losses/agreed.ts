/** How many answers of yes or no are right. */
import type { OpBuilder } from '../../onnx/builder';
import { scalar, sumOver } from '../../ops/backward';
import type { Shape } from '../../tensor/shape';

/** How many numbers are above the limit where the right answer is yes, and not where it is no; a scalar. */
export function countAgreed(
  builder: OpBuilder,
  output: string,
  target: string,
  shape: Shape,
  limit: number,
): string {
  const isAbove = (value: string, than: number): string =>
    builder.op('Cast', [builder.op('Greater', [value, scalar(builder, than)])], { to: { int: 1 } });
  const agrees = builder.op('Equal', [isAbove(output, limit), isAbove(target, 0.5)]);
  return sumOver(
    builder,
    builder.op('Cast', [agrees], { to: { int: 1 } }),
    shape.map((_, axis) => axis),
    false,
  );
}
