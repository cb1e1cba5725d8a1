/** What the steps are written in. */
import type { OpBuilder } from '../../onnx/builder';
import { scalar } from '../../ops/backward';

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
