/** Functions of one number at a time. Source: https://onnx.ai/onnx/operators/ */
import {
  call,
  evaluate,
  minus,
  number,
  product,
  quotient,
  sum,
  type Expression,
  type FunctionName,
} from '../../../tensor/expression';
import { broadcastIndex } from '../../../tensor/shape';
import { isWhole, less, one, valueOf, zero, type SumContext, type SumRule, type SumRules } from './define';

const ofEach =
  (rule: (x: Expression, context: SumContext) => Expression | undefined): SumRule =>
  (context) => {
    const [x] = context.inputs;
    return x && rule(x.at(context.index), context);
  };

const called = (name: FunctionName): SumRule => ofEach((x) => call(name, x));

const above = (x: Expression): Expression => call('max', zero, x);
const below = (x: Expression): Expression => call('min', zero, x);
const within = (low: Expression, x: Expression, high: Expression): Expression =>
  call('min', high, call('max', low, x));
const sigmoid = (x: Expression): Expression => quotient(one, sum([one, call('exp', minus(x))]));
/** log(1 + exp(x)), written so that exp never leaves the range. */
const softplus = (x: Expression): Expression =>
  sum([above(x), call('log', sum([one, call('exp', minus(call('abs', x)))]))]);
/** exp(x) - 1 below zero, and nothing above. */
const bend = (x: Expression): Expression => sum([call('exp', below(x)), number(-1)]);
const half = number(0.5);

function geluOf(x: Expression): Expression {
  return product(half, x, sum([one, call('erf', quotient(x, number(Math.SQRT2)))]));
}

function geluByTanh(x: Expression): Expression {
  const inner = sum([x, product(number(0.044715), x, x, x)]);
  return product(half, x, sum([one, call('tanh', product(number(Math.sqrt(2 / Math.PI)), inner))]));
}

const gelu: SumRule = ofEach((x, { text }) => {
  switch (text('approximate')) {
    case '':
    case 'none':
      return geluOf(x);
    case 'tanh':
      return geluByTanh(x);
    default:
      return undefined;
  }
});

const cast: SumRule = ofEach((x, { dtype }) => {
  if (dtype === 'bool') return call('not', call('equal', x, zero));
  return isWhole(dtype) && !Number.isInteger(evaluate(x)) ? call('trunc', x) : x;
});

const clip: SumRule = ({ inputs, index, isStated, float, set }) => {
  const [x, low, high] = inputs;
  if (!x) return undefined;
  const stated = (name: string) => (isStated(name) ? number(float(name)) : undefined);
  const [least, most] = set < 11 ? [stated('min'), stated('max')] : [valueOf(low), valueOf(high)];
  const raised = least ? call('max', least, x.at(index)) : x.at(index);
  const kept = most ? call('min', most, raised) : raised;
  // Without a limit the engine's is the greatest number there is.
  return Math.abs(evaluate(kept)) === Infinity ? undefined : kept;
};

const shrink: SumRule = ofEach((x, { float }) => {
  const bias = number(float('bias'));
  const [value, limit] = [evaluate(x), float('lambd')];
  if (value < -limit) return sum([x, bias]);
  return value > limit ? less(x, bias) : zero;
});

const isInfinite: SumRule = ofEach((x, { int }) => {
  const [isAbove, isBelow] = [int('detect_positive') !== 0, int('detect_negative') !== 0];
  if (isAbove && isBelow) return call('isInf', x);
  return isAbove || isBelow ? call('equal', x, number(isAbove ? Infinity : -Infinity)) : zero;
});

const leaky = (x: Expression, slope: Expression): Expression => sum([above(x), product(slope, below(x))]);

const pRelu: SumRule = ({ inputs: [x, slope], index }) =>
  x && slope && leaky(x.at(index), slope.at(broadcastIndex(slope.shape, index)));

/** What is left out while it predicts is nothing. */
const dropout: SumRule = (context) => {
  const [x, , training] = context.inputs;
  const isTraining = training && evaluate(valueOf(training) ?? one) !== 0;
  return isTraining || context.output > 0 ? undefined : x?.at(context.index);
};

export const functionSums: SumRules = {
  Abs: called('abs'),
  Acos: called('acos'),
  Acosh: called('acosh'),
  Asin: called('asin'),
  Asinh: called('asinh'),
  Atan: called('atan'),
  Atanh: called('atanh'),
  Cast: cast,
  CastLike: cast,
  Ceil: called('ceil'),
  Celu: ofEach((x, { float }) => {
    const alpha = number(float('alpha'));
    return sum([above(x), product(alpha, bend(quotient(x, alpha)))]);
  }),
  Clip: clip,
  Cos: called('cos'),
  Cosh: called('cosh'),
  Dropout: dropout,
  Elu: ofEach((x, { float }) => sum([above(x), product(number(float('alpha')), bend(x))])),
  Erf: called('erf'),
  Exp: called('exp'),
  Floor: called('floor'),
  Gelu: gelu,
  HardSigmoid: ofEach((x, { float }) =>
    within(zero, sum([product(number(float('alpha')), x), number(float('beta'))]), one),
  ),
  HardSwish: ofEach((x) => product(x, within(zero, sum([quotient(x, number(6)), half]), one))),
  Identity: ofEach((x) => x),
  IsInf: isInfinite,
  IsNaN: called('isNaN'),
  LeakyRelu: ofEach((x, { float }) => leaky(x, number(float('alpha')))),
  Log: called('log'),
  Mish: ofEach((x) => product(x, call('tanh', softplus(x)))),
  Neg: ofEach((x) => minus(x)),
  Not: called('not'),
  PRelu: pRelu,
  Reciprocal: ofEach((x) => quotient(one, x)),
  Relu: ofEach(above),
  Round: called('round'),
  Selu: ofEach((x, { float }) =>
    product(number(float('gamma')), sum([above(x), product(number(float('alpha')), bend(x))])),
  ),
  Shrink: shrink,
  Sigmoid: ofEach(sigmoid),
  Sign: called('sign'),
  Sin: called('sin'),
  Sinh: called('sinh'),
  Softplus: ofEach(softplus),
  Softsign: ofEach((x) => quotient(x, sum([one, call('abs', x)]))),
  Sqrt: called('sqrt'),
  Swish: ofEach((x, { float }) => product(x, sigmoid(product(number(float('alpha')), x)))),
  Tan: called('tan'),
  Tanh: called('tanh'),
  ThresholdedRelu: ofEach((x, { float }) =>
    call('where', call('greater', x, number(float('alpha'))), x, zero),
  ),
};

/** Of other runtimes. Source: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md */
export const contribFunctionSums: SumRules = {
  Gelu: ofEach(geluOf),
  FastGelu: ({ inputs: [x, bias], index }) => {
    if (!x) return undefined;
    const given = x.at(index);
    return geluByTanh(bias ? sum([given, bias.at(broadcastIndex(bias.shape, index))]) : given);
  },
  QuickGelu: ofEach((x, { float }) => product(x, sigmoid(product(number(float('alpha')), x)))),
};
