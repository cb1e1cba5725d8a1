/** Numbers of several inputs, place by place, sizes of 1 stretched. Source: https://onnx.ai/onnx/operators/ */
import {
  call,
  callOfAll,
  number,
  product,
  quotient,
  sum,
  type Expression,
  type FunctionName,
} from '../../../tensor/expression';
import { broadcastIndex } from '../../../tensor/shape';
import { isWhole, less, meanOf, type SumContext, type SumRule, type SumRules } from './define';

/** The numbers of all inputs at the place that is asked about. */
function numbersAt({ inputs, index }: SumContext): readonly Expression[] | undefined {
  const found = inputs.flatMap((input) => input?.at(broadcastIndex(input.shape, index)) ?? []);
  return found.length > 0 && found.length === inputs.length ? found : undefined;
}

const ofAll =
  (rule: (numbers: readonly Expression[], context: SumContext) => Expression | undefined): SumRule =>
  (context) => {
    const numbers = numbersAt(context);
    return numbers && rule(numbers, context);
  };

const ofTwo = (
  rule: (a: Expression, b: Expression, context: SumContext) => Expression | undefined,
): SumRule => ofAll(([a, b], context) => a && b && rule(a, b, context));

const called = (name: FunctionName): SumRule => ofTwo((a, b) => call(name, a, b));

/** What is no whole number is cut off where whole numbers are kept. */
const cut = (value: Expression, { dtype }: SumContext): Expression =>
  isWhole(dtype) ? call('trunc', value) : value;

const shifted: SumRule = ofTwo((x, places, { text }) => {
  const factor = call('pow', number(2), places);
  return text('direction') === 'LEFT' ? product(x, factor) : call('floor', quotient(x, factor));
});

export const pairSums: SumRules = {
  Add: ofTwo((a, b) => sum([a, b])),
  And: called('and'),
  BitShift: shifted,
  Div: ofTwo((a, b, context) => cut(quotient(a, b), context)),
  Equal: called('equal'),
  Greater: called('greater'),
  GreaterOrEqual: called('greaterOrEqual'),
  Less: called('less'),
  LessOrEqual: called('lessOrEqual'),
  Max: ofAll((numbers) => callOfAll('max', numbers)),
  Mean: ofAll(meanOf),
  Min: ofAll((numbers) => callOfAll('min', numbers)),
  Mod: ofTwo((a, b, { int }) => call(int('fmod') === 0 ? 'mod' : 'fmod', a, b)),
  Mul: ofTwo((a, b) => product(a, b)),
  Or: called('or'),
  Pow: ofTwo((a, b, context) => cut(call('pow', a, b), context)),
  Sub: ofTwo(less),
  Sum: ofAll(sum),
  Where: ofAll(([isSo, x, y]) => isSo && x && y && call('where', isSo, x, y)),
  Xor: called('xor'),
};
