/** The mean of all values: as ops, to a scalar, and as arithmetic. */
import type { OpBuilder } from '../../onnx/builder';
import { scalar, sumOver } from '../../ops/backward';
import { number, quotient, sum, type Expression } from '../../tensor/expression';
import { sizeOf, type Shape } from '../../tensor/shape';

export function meanOf(builder: OpBuilder, value: string, shape: Shape): string {
  const sum = sumOver(builder, value, [...shape.keys()], false);
  return builder.op('Div', [sum, scalar(builder, sizeOf(shape))]);
}

/** Of one term it is the term. */
export function meanTerm(terms: readonly Expression[]): Expression {
  const [first, ...others] = terms;
  return first && others.length === 0 ? first : quotient(sum(terms), number(terms.length));
}
