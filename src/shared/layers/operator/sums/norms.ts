/** Numbers held against those around them. Source: https://onnx.ai/onnx/operators/ */
import {
  call,
  callOfAll,
  evaluate,
  named,
  number,
  product,
  quotient,
  sum,
  type Expression,
  type Named,
} from '../../../tensor/expression';
import { broadcastIndex, resolveAxis } from '../../../tensor/shape';
import {
  less,
  meanOf,
  placesIn,
  squared,
  upTo,
  type SumContext,
  type SumInput,
  type SumRule,
  type SumRules,
} from './define';
import { normOf } from './windows';

/** The numbers along some axes, with the others where the place has them, and which of them the place itself is. */
function along(x: SumInput, index: readonly number[], axes: readonly number[]) {
  const places = placesIn(axes.map((axis) => x.shape[axis] ?? 1)).map((place) =>
    index.map((at, axis) => (axes.includes(axis) ? (place[axes.indexOf(axis)] ?? 0) : at)),
  );
  return {
    numbers: places.map(x.at),
    own: places.findIndex((place) => place.every((at, axis) => at === index[axis])),
  };
}

/** What they are held against: from set 13 on along one axis, before that along it and all that follow. */
function compared({ inputs: [x], index, int, set }: SumContext) {
  const axis = x && resolveAxis(int('axis'), x.shape.length);
  if (!x || axis === undefined || x.shape.length === 0) return undefined;
  return along(x, index, set < 13 ? upTo(x.shape.length).slice(axis) : [axis]);
}

/** Beyond this exp leaves the range of float32; the engine takes the largest off first, which cancels out. */
const exponentLimit = 80;

function powersOf(numbers: readonly Expression[]) {
  const largest = evaluate(callOfAll('max', numbers));
  const isLarge = Math.abs(largest) > exponentLimit;
  const taken = isLarge ? numbers.map((x) => sum([x, number(-largest)])) : numbers;
  return { taken, powers: taken.map((x) => call('exp', x)) };
}

const softmax: SumRule = (context) => {
  const found = compared(context);
  if (!found) return undefined;
  const { powers } = powersOf(found.numbers);
  const own = powers[found.own];
  return own && quotient(own, sum(powers));
};

const logSoftmax: SumRule = (context) => {
  const found = compared(context);
  if (!found) return undefined;
  const { taken, powers } = powersOf(found.numbers);
  const own = taken[found.own];
  return own && less(own, call('log', sum(powers)));
};

const hardmax: SumRule = (context) => {
  const found = compared(context);
  return found && call('equal', callOfAll('argmax', found.numbers), number(found.own));
};

/** The mean and the variance, each a number with a name. */
function spreadOf(numbers: readonly Expression[], place: readonly number[]): readonly [Named, Named] {
  const mean = named('mean', place, meanOf(numbers));
  return [mean, named('var', place, meanOf(numbers.map((one) => squared(less(one, mean)))))];
}

/** (x - mean) / √(var + epsilon), of the numbers it is held against. */
function standardised(
  x: Expression,
  numbers: readonly Expression[],
  place: readonly number[],
  epsilon: number,
): { readonly mean: Expression; readonly spread: Expression; readonly value: Expression } {
  const [mean, variance] = spreadOf(numbers, place);
  const spread = call('sqrt', sum([variance, number(epsilon)]));
  return { mean, spread, value: quotient(less(x, mean), spread) };
}

const learned = (
  value: Expression,
  scale: Expression | undefined,
  bias: Expression | undefined,
): Expression => {
  const scaled = scale ? product(value, scale) : value;
  return bias ? sum([scaled, bias]) : scaled;
};

const batchNorm: SumRule = (context) => {
  const { inputs, index, int, float, set, output } = context;
  const [x, scale, bias, mean, variance] = inputs;
  if (!x || !scale || !bias || !mean || !variance) return undefined;
  if (int('training_mode') !== 0) return batchNormTraining(context, x, [scale, bias, mean, variance]);
  const isByChannel = set >= 9 || int('spatial') !== 0;
  if (output > 0 || !isByChannel || index.length < 2) return undefined;
  const channel = index.slice(1, 2);
  const spread = call('sqrt', sum([variance.at(channel), number(float('epsilon'))]));
  const value = quotient(less(x.at(index), mean.at(channel)), spread);
  return learned(value, scale.at(channel), bias.at(channel));
};

/** By what the minibatch has in a channel, which is blended into what is known of it. */
function batchNormTraining(
  { index, output, float }: SumContext,
  x: SumInput,
  [scale, bias, mean, variance]: readonly [SumInput, SumInput, SumInput, SumInput],
): Expression {
  const channel = output === 0 ? index.slice(1, 2) : index;
  const place = x.shape.map((_, axis) => (axis === 1 ? (channel[0] ?? 0) : 0));
  const { numbers } = along(x, place, upTo(x.shape.length).toSpliced(1, 1));
  const [ownMean, ownVariance] = spreadOf(numbers, channel);
  if (output === 0) {
    const value = quotient(
      less(x.at(index), ownMean),
      call('sqrt', sum([ownVariance, number(float('epsilon'))])),
    );
    return learned(value, scale.at(channel), bias.at(channel));
  }
  const share = float('momentum');
  const [known, own] = output === 1 ? [mean, ownMean] : [variance, ownVariance];
  return sum([product(number(share), known.at(channel)), product(number(1 - share), own)]);
}

const instanceNorm: SumRule = ({ inputs: [x, scale, bias], index, float }) => {
  if (!x || !scale || !bias) return undefined;
  const { numbers } = along(x, index, upTo(x.shape.length).slice(2));
  const [place, channel] = [index.slice(0, 2), index.slice(1, 2)];
  const { value } = standardised(x.at(index), numbers, place, float('epsilon'));
  return learned(value, scale.at(channel), bias.at(channel));
};

const groupNorm: SumRule = ({ inputs: [x, scale, bias], index, int, float, set }) => {
  if (!x || !scale || !bias) return undefined;
  const [row = 0, channel = 0] = index;
  const width = (x.shape[1] ?? 1) / int('num_groups');
  const group = Math.floor(channel / width);
  const places = placesIn([width, ...x.shape.slice(2)]).map(([within = 0, ...place]) => [
    row,
    group * width + within,
    ...place,
  ]);
  const { value } = standardised(x.at(index), places.map(x.at), [row, group], float('epsilon'));
  // Until set 21 a group has one scale, and from then on each channel has its own.
  const learnedAt = [set < 21 ? group : channel];
  return learned(value, scale.at(learnedAt), bias.at(learnedAt));
};

/** The axes from this one to the last. */
function following({ inputs: [x], int }: SumContext): readonly number[] | undefined {
  const axis = x && resolveAxis(int('axis'), x.shape.length);
  return axis === undefined ? undefined : upTo(x?.shape.length ?? 0).slice(axis);
}

const layerNorm: SumRule = (context) => {
  const { inputs, index, float, output } = context;
  const [x, scale, bias] = inputs;
  const axes = following(context);
  if (!x || !axes) return undefined;
  const { numbers } = along(x, index, axes);
  const place = index.slice(0, axes[0]);
  const { mean, spread, value } = standardised(x.at(index), numbers, place, float('epsilon'));
  if (output === 1) return mean;
  if (output === 2) return quotient(number(1), spread);
  return learned(value, readAt(scale, index), readAt(bias, index));
};

const readAt = (input: SumInput | undefined, index: readonly number[]): Expression | undefined =>
  input?.at(broadcastIndex(input.shape, index));

const rmsNorm: SumRule = (context) => {
  const { inputs, index, float, output } = context;
  const [x, scale] = inputs;
  const axes = following(context);
  if (!x || !axes) return undefined;
  const { numbers } = along(x, index, axes);
  const power = named('mean square', index.slice(0, axes[0]), meanOf(numbers.map(squared)));
  const spread = call('sqrt', sum([power, number(float('epsilon'))]));
  if (output === 1) return quotient(number(1), spread);
  return learned(quotient(x.at(index), spread), readAt(scale, index), undefined);
};

const lpNorm: SumRule = ({ inputs: [x], index, int }) => {
  const axis = x && resolveAxis(int('axis'), x.shape.length);
  if (!x || axis === undefined) return undefined;
  const norm = normOf(along(x, index, [axis]).numbers, int('p'));
  // What runtimes answer for nothing but zeros differs.
  return evaluate(norm) === 0 ? undefined : quotient(x.at(index), norm);
};

/** Added to the spread, so that nothing is divided by zero. */
const slack = 1e-9;

const meanVariance: SumRule = ({ inputs: [x], index, list }) => {
  const axes = list('axes') ?? [0, 2, 3];
  if (!x || axes.some((axis) => axis < 0 || axis >= x.shape.length)) return undefined;
  const place = index.filter((_, axis) => !axes.includes(axis));
  const { mean, spread } = standardised(x.at(index), along(x, index, axes).numbers, place, 0);
  return quotient(less(x.at(index), mean), sum([spread, number(slack)]));
};

const localResponse: SumRule = ({ inputs: [x], index, int, float }) => {
  if (!x) return undefined;
  const [channel = 0, size] = [index[1], int('size')];
  const first = Math.max(0, channel - Math.floor((size - 1) / 2));
  const last = Math.min((x.shape[1] ?? 1) - 1, channel + Math.ceil((size - 1) / 2));
  const around = upTo(last - first + 1).map((at) => squared(x.at(index.with(1, first + at))));
  const weight = sum([number(float('bias')), product(number(float('alpha') / size), sum(around))]);
  return quotient(x.at(index), call('pow', weight, number(float('beta'))));
};

export const normSums: SumRules = {
  BatchNormalization: batchNorm,
  GroupNormalization: groupNorm,
  Hardmax: hardmax,
  InstanceNormalization: instanceNorm,
  LayerNormalization: layerNorm,
  LogSoftmax: logSoftmax,
  LpNormalization: lpNorm,
  LRN: localResponse,
  MeanVarianceNormalization: meanVariance,
  RMSNormalization: rmsNorm,
  SimplifiedLayerNormalization: rmsNorm,
  Softmax: softmax,
};
