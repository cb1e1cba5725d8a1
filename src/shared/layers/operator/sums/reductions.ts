/** Many numbers made one. Source: https://onnx.ai/onnx/operators/ */
import {
  call,
  callOfAll,
  number,
  productOfAll,
  sum,
  evaluate,
  type Expression,
} from '../../../tensor/expression';
import { resolveAxis } from '../../../tensor/shape';
import {
  axesOf,
  isWhole,
  less,
  meanOf,
  placesIn,
  squared,
  upTo,
  valueOf,
  valuesOf,
  zero,
  type SumContext,
  type SumInput,
  type SumRule,
  type SumRules,
} from './define';

/** The numbers of an input that become one, with the axes gone over left out of its place unless they are kept. */
function gathered(x: SumInput, axes: readonly number[], { index, int }: SumContext): readonly Expression[] {
  const isKept = int('keepdims') !== 0;
  const left = [...index];
  const start = x.shape.map((_, axis) => {
    const at = isKept || !axes.includes(axis) ? (left.shift() ?? 0) : 0;
    return axes.includes(axis) ? 0 : at;
  });
  return placesIn(axes.map((axis) => x.shape[axis] ?? 1)).map((place) =>
    x.at(start.map((at, axis) => (axes.includes(axis) ? (place[axes.indexOf(axis)] ?? 0) : at))),
  );
}

interface Reduction {
  readonly of: (numbers: readonly Expression[]) => Expression | undefined;
  /** Whether a single number is all that comes of itself. */
  readonly isPlain?: boolean;
  /** Whether whole numbers stay whole. */
  readonly isWhole?: boolean;
}

const reduced =
  ({ of, ...more }: Reduction): SumRule =>
  (context) => {
    const { inputs, list, int, dtype, index } = context;
    const [x, given] = inputs;
    if (!x || (isWhole(dtype) && !more.isWhole)) return undefined;
    const stated = list('axes') ?? (given ? valuesOf(given) : []);
    if (stated?.length === 0 && int('noop_with_empty_axes') !== 0) {
      return more.isPlain ? x.at(index) : undefined;
    }
    const axes = stated && axesOf(stated.length > 0 ? stated : upTo(x.shape.length), x.shape.length);
    const numbers = axes && gathered(x, axes, context);
    return numbers && numbers.length > 0 ? of(numbers) : undefined;
  };

const isFinite = (value: Expression): Expression | undefined =>
  Number.isFinite(evaluate(value)) ? value : undefined;

const place =
  (name: 'argmax' | 'argmin'): SumRule =>
  (context) => {
    const [x] = context.inputs;
    const axis = x && resolveAxis(context.int('axis'), x.shape.length);
    if (!x || axis === undefined) return undefined;
    const numbers = gathered(x, [axis], context);
    if (context.int('select_last_index') === 0) return callOfAll(name, numbers);
    return less(number(numbers.length - 1), callOfAll(name, [...numbers].reverse()));
  };

const runningSum: SumRule = ({ inputs, index, int }) => {
  const [x, along] = inputs;
  const stated = valueOf(along);
  const axis = x && stated && resolveAxis(evaluate(stated), x.shape.length);
  if (!x || axis === undefined) return undefined;
  const at = index[axis] ?? 0;
  const isExclusive = int('exclusive') !== 0;
  const places = upTo(x.shape[axis] ?? 0).filter((place) => {
    const isBefore = int('reverse') === 0 ? place < at : place > at;
    return isBefore || (place === at && !isExclusive);
  });
  return places.length === 0 ? zero : sum(places.map((place) => x.at(index.with(axis, place))));
};

export const reductionSums: SumRules = {
  ArgMax: place('argmax'),
  ArgMin: place('argmin'),
  CumSum: runningSum,
  ReduceL1: reduced({ of: (all) => sum(all.map((x) => call('abs', x))), isWhole: true }),
  ReduceL2: reduced({ of: (all) => call('sqrt', sum(all.map(squared))) }),
  ReduceLogSum: reduced({ of: (all) => call('log', sum(all)) }),
  // Beyond what double precision holds the engine takes the greatest off first.
  ReduceLogSumExp: reduced({ of: (all) => isFinite(call('log', sum(all.map((x) => call('exp', x))))) }),
  ReduceMax: reduced({ of: (all) => callOfAll('max', all), isPlain: true, isWhole: true }),
  ReduceMean: reduced({ of: meanOf, isPlain: true }),
  ReduceMin: reduced({ of: (all) => callOfAll('min', all), isPlain: true, isWhole: true }),
  ReduceProd: reduced({ of: productOfAll, isPlain: true, isWhole: true }),
  ReduceSum: reduced({ of: sum, isPlain: true, isWhole: true }),
  ReduceSumSquare: reduced({ of: (all) => sum(all.map(squared)), isWhole: true }),
};
