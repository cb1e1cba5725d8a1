/** What losses over classes share. */
import type { OpBuilder } from '../../onnx/builder';
import { integers, sumOver } from '../../ops/backward';

/** int64 [B] to float32 [B, classes]: `value` at the class, 0 elsewhere. */
export function oneHot(builder: OpBuilder, target: string, classes: number, value: number): string {
  const values = builder.constant({ dtype: 'float32', shape: [2], values: Float32Array.of(0, value) });
  return builder.op('OneHot', [target, integers(builder, [classes]), values]);
}

/** How many rows have their largest score at the target class. */
export function countCorrect(builder: OpBuilder, scores: string, target: string): string {
  const said = builder.op('ArgMax', [scores], { axis: { int: 1 }, keepdims: { int: 0 } });
  const isRight = builder.op('Cast', [builder.op('Equal', [said, target])], { to: { int: 1 } });
  return sumOver(builder, isRight, [0], false);
}
