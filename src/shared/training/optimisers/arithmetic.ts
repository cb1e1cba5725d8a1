/** What the steps are written in: ops, and the same to be read. */
import type { OpBuilder } from '../../onnx/builder';
import { scalar } from '../../ops/backward';
import { number, product, sum, type Expression } from '../../tensor/expression';
import type { OptimiserSettings } from './define';

export function arithmetic(builder: OpBuilder) {
  return {
    add: (a: string, b: string) => builder.op('Add', [a, b]),
    subtract: (a: string, b: string) => builder.op('Sub', [a, b]),
    multiply: (a: string, b: string) => builder.op('Mul', [a, b]),
    divide: (a: string, b: string) => builder.op('Div', [a, b]),
    root: (a: string) => builder.op('Sqrt', [a]),
    tanh: (a: string) => builder.op('Tanh', [a]),
    number: (value: number) => scalar(builder, value),
  };
}

/** g + decay · w */
export function withDecay(
  gradient: Expression,
  weight: Expression,
  { weightDecay }: OptimiserSettings,
): Expression {
  return weightDecay > 0 ? sum([gradient, product(number(weightDecay), weight)]) : gradient;
}
