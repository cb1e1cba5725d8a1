/** Numbers shifted and scaled together to mean 0 and variance 1: (x - mean) / √(var + eps). */
import type { OpBuilder } from '../../onnx/builder';
import { scalar } from '../../ops/backward';
import { call, minus, named, number, product, quotient, sum, type Expression } from '../../tensor/expression';
import { real } from '../attributes';
import type { Seen } from '../seen';

export const eps = real({
  initial: 1e-5,
  min: 0,
  max: 1,
  help: 'Added to the variance, so that it is never zero.',
});

/** Mean and variance are taken over the axes, which they keep with a size of 1. */
export function emitStandardised(
  builder: OpBuilder,
  x: string,
  axes: readonly number[],
  small: number,
): Readonly<Record<'normal' | 'mean' | 'variance', string>> {
  const over = { axes: { ints: axes } };
  const mean = builder.op('ReduceMean', [x], over);
  const centred = builder.op('Sub', [x, mean]);
  const variance = builder.op('ReduceMean', [builder.op('Mul', [centred, centred])], over);
  const spread = builder.op('Sqrt', [builder.op('Add', [variance, scalar(builder, small)])]);
  return { normal: builder.op('Div', [centred, spread]), mean, variance };
}

/** The inverse: the eps of what is `normal`. */
export const epsOf = (normal: Seen): number => normal.back(1, 0, 1).value;

/** One of the numbers after it; `index` tells their mean and variance from those of others. */
export function standardised(
  all: readonly Expression[],
  small: number,
  index: readonly number[],
): (x: Expression) => Expression {
  const count = number(all.length);
  const mean = named('mean', index, quotient(sum(all), count));
  const squares = all.map((x) => {
    const centred = sum([x, minus(mean)]);
    return product(centred, centred);
  });
  const variance = named('var', index, quotient(sum(squares), count));
  const spread = call('sqrt', sum([variance, number(small)]));
  return (x) => quotient(sum([x, minus(mean)]), spread);
}

/** The same in TeX. */
export function texStandardised(x: string, mean: string, variance: string, small: string): string {
  return `\\frac{${x} - ${mean}}{\\sqrt{${variance} + ${small}}}`;
}
