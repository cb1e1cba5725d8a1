/** Windows that slide over the axes after batch and channels. Source: https://onnx.ai/onnx/operators/ */
import { call, callOfAll, number, product, quotient, sum, type Expression } from '../../../tensor/expression';
import { sizeOf, type Shape } from '../../../tensor/shape';
import {
  meanOf,
  placesIn,
  squared,
  type SumContext,
  type SumInput,
  type SumRule,
  type SumRules,
} from './define';
import { allOf, offZero } from './products';

interface Axis {
  readonly input: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

/** How far a kernel reaches. */
const reach = ({ kernel, dilation }: Pick<Axis, 'kernel' | 'dilation'>): number =>
  (kernel - 1) * dilation + 1;

/** The greater half is put after the window, or before it. */
function shared(total: number, isUpper: boolean): Pick<Axis, 'before' | 'after'> {
  const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)];
  return isUpper ? { before: less, after: more } : { before: more, after: less };
}

/** Undefined where the attributes do not say a number for each axis. */
function axesOf(
  { list, text }: SumContext,
  sizes: Shape,
  kernel: Shape,
  padded: (axis: Omit<Axis, 'before' | 'after'>, at: number) => number,
): readonly Axis[] | undefined {
  const rank = sizes.length;
  const ones = sizes.map(() => 1);
  const [strides, dilations] = [list('strides') ?? ones, list('dilations') ?? ones];
  const pads = list('pads') ?? [...ones, ...ones].fill(0);
  const isFull = [strides, dilations, kernel].every(({ length }) => length === rank);
  if (!isFull || pads.length !== 2 * rank) return undefined;
  const mode = text('auto_pad');
  if (!['', 'NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER'].includes(mode)) return undefined;
  return sizes.map((input, at) => {
    const axis = { input, kernel: kernel[at] ?? 1, stride: strides[at] ?? 1, dilation: dilations[at] ?? 1 };
    if (mode === 'VALID') return { ...axis, before: 0, after: 0 };
    if (mode.startsWith('SAME'))
      return { ...axis, ...shared(Math.max(0, padded(axis, at)), mode === 'SAME_UPPER') };
    return { ...axis, before: pads[at] ?? 0, after: pads[rank + at] ?? 0 };
  });
}

/** Padding that leaves one answer a step. */
const same = (axis: Omit<Axis, 'before' | 'after'>): number =>
  (Math.ceil(axis.input / axis.stride) - 1) * axis.stride + reach(axis) - axis.input;

/** Where the window of a place lies on the input: what falls beside it is left out. */
function under(axes: readonly Axis[], place: readonly number[]) {
  return placesIn(axes.map(({ kernel }) => kernel)).flatMap((tap) => {
    const at = axes.map(
      ({ stride, dilation, before }, axis) =>
        (place[axis] ?? 0) * stride + (tap[axis] ?? 0) * dilation - before,
    );
    const isInside = at.every((one, axis) => one >= 0 && one < (axes[axis]?.input ?? 0));
    return isInside ? [{ tap, at }] : [];
  });
}

type Multiply = (x: readonly number[], w: readonly number[]) => Expression | undefined;

/** The products of a convolution, of what `multiply` makes of a place in the input and one in the kernel. */
export function convolved(
  context: SumContext,
  x: SumInput,
  w: SumInput,
  multiply: Multiply,
): readonly Expression[] | undefined {
  const { index, int } = context;
  const kernel = w.shape.slice(2);
  const axes = axesOf(context, x.shape.slice(2), kernel, same);
  const [row = 0, channel = 0, ...place] = index;
  const [channels = 1, depth = 1] = w.shape;
  const group = Math.floor(channel / (channels / int('group')));
  if (!axes || depth * int('group') !== x.shape[1]) return undefined;
  const taps = under(axes, place);
  return allOf(
    Array.from({ length: depth }, (_, within) =>
      taps.map(({ tap, at }) => multiply([row, group * depth + within, ...at], [channel, within, ...tap])),
    ).flat(),
  );
}

const withBias = (terms: readonly Expression[], bias: SumInput | undefined, channel: number): Expression =>
  sum(bias ? [...terms, bias.at([channel])] : terms);

const conv: SumRule = (context) => {
  const [x, w, bias] = context.inputs;
  const terms = x && w && convolved(context, x, w, (at, tap) => product(x.at(at), w.at(tap)));
  return terms && withBias(terms, bias, context.index[1] ?? 0);
};

const convInteger: SumRule = (context) => {
  const [x, w, zeroX, zeroW] = context.inputs;
  if (!x || !w || (zeroX && sizeOf(zeroX.shape) !== 1)) return undefined;
  const terms = convolved(context, x, w, (at, tap) => {
    const [a, b] = [offZero(x, at, zeroX, 1), offZero(w, tap, zeroW, 0)];
    return a && b && product(a, b);
  });
  return terms && sum(terms);
};

/** Every number of the input adds its kernel to the answer. */
const convTranspose: SumRule = (context) => {
  const { inputs, index, int, list, text } = context;
  const [x, w, bias] = inputs;
  if (!x || !w) return undefined;
  const sizes = x.shape.slice(2);
  const more = list('output_padding') ?? sizes.map(() => 0);
  const stated = list('output_shape');
  if ((stated && stated.length !== sizes.length) || more.length !== sizes.length) return undefined;
  const total = (axis: Omit<Axis, 'before' | 'after'>, at: number): number => {
    const wanted = stated?.[at] ?? axis.input * axis.stride;
    return axis.stride * (axis.input - 1) + (more[at] ?? 0) + reach(axis) - wanted;
  };
  const found = axesOf(context, sizes, w.shape.slice(2), total);
  const axes =
    stated && found
      ? found.map((axis, at) => ({
          ...axis,
          ...shared(Math.max(0, total(axis, at)), text('auto_pad') === 'SAME_UPPER'),
        }))
      : found;
  if (!axes) return undefined;
  const [row = 0, channel = 0, ...place] = index;
  const [channels = 1, width = 1] = w.shape;
  const depth = channels / int('group');
  const group = Math.floor(channel / width);
  const terms = Array.from({ length: depth }, (_, within) => group * depth + within).flatMap((from) =>
    placesIn(axes.map(({ kernel }) => kernel)).flatMap((tap) => {
      const at = axes.map(
        ({ stride, dilation, before }, axis) =>
          ((place[axis] ?? 0) + before - (tap[axis] ?? 0) * dilation) / stride,
      );
      const isInside = at.every(
        (one, axis) => Number.isInteger(one) && one >= 0 && one < (axes[axis]?.input ?? 0),
      );
      return isInside
        ? [product(x.at([row, from, ...at]), w.at([from, channel - group * width, ...tap]))]
        : [];
    }),
  );
  return withBias(terms, bias, channel);
};

/** The numbers under a window, and how many the window has room for where padding counts. */
function pooled(context: SumContext) {
  const [x] = context.inputs;
  const axes = x && axesOf(context, x.shape.slice(2), context.list('kernel_shape') ?? [], same);
  if (!axes) return undefined;
  const [row = 0, channel = 0, ...place] = context.index;
  const ends = axes.map((axis, at) => (place[at] ?? 0) * axis.stride + reach(axis));
  return {
    numbers: under(axes, place).map(({ at }) => x.at([row, channel, ...at])),
    room: sizeOf(axes.map(({ kernel }) => kernel)),
    /** Whether the window goes beyond the padding: then runtimes do not agree on what it has room for. */
    isBeyond: axes.some(({ input, before, after }, at) => (ends[at] ?? 0) > input + before + after),
  };
}

const maxPool: SumRule = (context) => {
  const found = context.output === 0 ? pooled(context) : undefined;
  return found && found.numbers.length > 0 ? callOfAll('max', found.numbers) : undefined;
};

const averagePool: SumRule = (context) => {
  const found = pooled(context);
  if (!found || found.numbers.length === 0) return undefined;
  if (context.int('count_include_pad') === 0) return meanOf(found.numbers);
  return found.isBeyond ? undefined : quotient(sum(found.numbers), number(found.room));
};

/** (Σ |x|^p)^(1/p) */
export function normOf(numbers: readonly Expression[], power: number): Expression {
  if (power === 1) return sum(numbers.map((x) => call('abs', x)));
  if (power === 2) return call('sqrt', sum(numbers.map(squared)));
  const powers = numbers.map((x) => call('pow', call('abs', x), number(power)));
  return call('pow', sum(powers), number(1 / power));
}

const lpPool: SumRule = (context) => {
  const found = pooled(context);
  return found && normOf(found.numbers, context.int('p'));
};

const global =
  (rule: (numbers: readonly Expression[], context: SumContext) => Expression): SumRule =>
  (context) => {
    const [x] = context.inputs;
    const [row = 0, channel = 0] = context.index;
    const numbers = x && placesIn(x.shape.slice(2)).map((place) => x.at([row, channel, ...place]));
    return numbers && numbers.length > 0 ? rule(numbers, context) : undefined;
  };

export const windowSums: SumRules = {
  AveragePool: averagePool,
  Conv: conv,
  ConvInteger: convInteger,
  ConvTranspose: convTranspose,
  GlobalAveragePool: global(meanOf),
  GlobalLpPool: global((numbers, { int }) => normOf(numbers, int('p'))),
  GlobalMaxPool: global((numbers) => callOfAll('max', numbers)),
  LpPool: lpPool,
  MaxPool: maxPool,
};
