/** Numbers kept as whole ones, a step apart. Source: https://onnx.ai/onnx/operators/onnx__QuantizeLinear.html */
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
} from '../../../tensor/expression';
import { resolveAxis, sizeOf } from '../../../tensor/shape';
import type { Dtype } from '../../../tensor/tensor';
import {
  less,
  placesIn,
  rangeOf,
  valueOf,
  zero,
  type SumContext,
  type SumInput,
  type SumRule,
  type SumRules,
} from './define';
import { allOf, offZero, wholeProducts } from './products';
import { convolved } from './windows';

/** A step or a zero: one for all, or one for each place along an axis. */
function stepAt(input: SumInput, { index, int }: SumContext, rank: number): Expression | undefined {
  if (sizeOf(input.shape) === 1) return valueOf(input);
  const axis = resolveAxis(int('axis'), rank);
  return axis === undefined || input.shape.length !== 1 ? undefined : input.at([index[axis] ?? 0]);
}

/** Float32 is not exact to more than this, and halfway between two it decides by what it has. */
const blur = 1e-4;

/**
 * To the nearest whole number, moved to where zero is kept, and held in the range; undefined too near to halfway, unless
 * the steps are of two numbers that were read, where halfway is exact.
 */
function kept(
  steps: Expression,
  zeroAt: Expression | undefined,
  dtype: Dtype,
  isRead = false,
): Expression | undefined {
  const range = rangeOf(dtype);
  const value = evaluate(steps);
  const isHalfway = Math.abs(value - Math.floor(value) - 0.5) <= blur;
  if (!range || (isHalfway && !(isRead && Number.isInteger(value * 2)))) return undefined;
  const rounded = call('round', steps);
  const moved = zeroAt ? sum([rounded, zeroAt]) : rounded;
  const [least, most] = range;
  const result = evaluate(moved);
  if (result < least) return call('max', number(least), moved);
  return result > most ? call('min', number(most), moved) : moved;
}

const quantise: SumRule = (context) => {
  const [x, scale, zeros] = context.inputs;
  if (!x || !scale || context.int('block_size') !== 0) return undefined;
  const rank = x.shape.length;
  const [step, zeroAt] = [stepAt(scale, context, rank), zeros && stepAt(zeros, context, rank)];
  if (!step || (zeros && !zeroAt)) return undefined;
  return kept(quotient(x.at(context.index), step), zeroAt, context.dtype, true);
};

const dequantise: SumRule = (context) => {
  const [x, scale, zeros] = context.inputs;
  if (!x || !scale || context.int('block_size') !== 0) return undefined;
  const rank = x.shape.length;
  const [step, zeroAt] = [stepAt(scale, context, rank), zeros && stepAt(zeros, context, rank)];
  if (!step || (zeros && !zeroAt)) return undefined;
  const value = x.at(context.index);
  return product(zeroAt ? less(value, zeroAt) : value, step);
};

/** A sum of whole numbers in the steps of the answer. */
function rescaled(
  total: Expression,
  steps: readonly (Expression | undefined)[],
  [step, zeroAt]: readonly (Expression | undefined)[],
  context: SumContext,
): Expression | undefined {
  const factors = allOf(steps);
  if (!factors || !step || !zeroAt) return undefined;
  return kept(quotient(product(total, ...factors), step), zeroAt, context.dtype);
}

const matMul: SumRule = (context) => {
  const [a, stepA, zeroA, b, stepB, zeroB, step, zeroY] = context.inputs;
  const total = a && b && wholeProducts(a, b, [zeroA, zeroB], context.index);
  if (!total || !stepA || !stepB) return undefined;
  // Steps of their own for rows and columns are seldom, and not written out.
  return rescaled(total, [valueOf(stepA), valueOf(stepB)], [valueOf(step), valueOf(zeroY)], context);
};

const conv: SumRule = (context) => {
  const [x, stepX, zeroX, w, stepW, zeroW, step, zeroY, bias] = context.inputs;
  if (!x || !w || !stepW || (zeroX && sizeOf(zeroX.shape) !== 1)) return undefined;
  const channel = context.index[1] ?? 0;
  const terms = convolved(context, x, w, (at, tap) => {
    const [one, other] = [offZero(x, at, zeroX, 1), offZero(w, tap, zeroW, 0)];
    return one && other && product(one, other);
  });
  if (!terms) return undefined;
  const total = sum(bias ? [...terms, bias.at([channel])] : terms);
  const stepOfW = sizeOf(stepW.shape) === 1 ? valueOf(stepW) : stepW.at([channel]);
  return rescaled(total, [valueOf(stepX), stepOfW], [valueOf(step), valueOf(zeroY)], context);
};

/** The steps are chosen so that what there is, and zero, just fits. */
const dynamic: SumRule = (context) => {
  const [x] = context.inputs;
  const [least, most] = [0, 255];
  if (!x || sizeOf(x.shape) === 0) return undefined;
  const all = placesIn(x.shape).map(x.at);
  const low = named('min', [], callOfAll('min', [...all, zero]));
  const high = named('max', [], callOfAll('max', [...all, zero]));
  const step = named('scale', [], quotient(less(high, low), number(most - least)));
  if (evaluate(step) === 0) return undefined;
  if (context.output === 1) return step.of;
  const kind = 'uint8';
  const zeroAt = kept(quotient(less(zero, low), step), undefined, kind);
  if (!zeroAt || context.output === 2) return zeroAt;
  return kept(quotient(x.at(context.index), step), named('zero', [], zeroAt), kind);
};

export const quantisedSums: SumRules = {
  DequantizeLinear: dequantise,
  DynamicQuantizeLinear: dynamic,
  QLinearConv: conv,
  QLinearMatMul: matMul,
  QuantizeLinear: quantise,
};
