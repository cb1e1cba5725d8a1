/** Pictures made larger and smaller. Source: https://onnx.ai/onnx/operators/onnx__Resize.html */
import { number, product, sum, type Expression } from '../../../tensor/expression';
import { evaluate } from '../../../tensor/expression';
import {
  axesOf,
  upTo,
  valuesOf,
  type SumContext,
  type SumInput,
  type SumRule,
  type SumRules,
} from './define';

/** One axis: how long it was, how long it is, by how much it grew, and where on it the answer is. */
interface Axis {
  readonly input: number;
  readonly output: number;
  readonly scale: number;
  readonly at: number;
}

/** What a place of the answer is made of, along one axis. */
interface Tap {
  readonly at: number;
  readonly weight: number;
}

/** The engine works places out in float32, which decides what is nearest. */
const f = Math.fround;

/** Where a place of the answer lies on the input; undefined for a way that is not known. */
function originOf({ input, output, scale, at }: Axis, way: string): number | undefined {
  if (scale === 1) return at;
  switch (way) {
    case 'half_pixel':
      return f(f(f(at + 0.5) / scale) - 0.5);
    case 'pytorch_half_pixel':
      return output > 1 ? f(f(f(at + 0.5) / scale) - 0.5) : 0;
    case 'half_pixel_symmetric': {
      const adjusted = f(output / f(scale * input));
      const centre = f(input / 2);
      return f(f(centre * f(1 - adjusted)) + f(f(f(at + 0.5) / scale) - 0.5));
    }
    case 'asymmetric':
      return f(at / scale);
    case 'align_corners':
      return output === 1 ? 0 : f(f(at * (input - 1)) / (output - 1));
    case 'tf_half_pixel_for_nn':
      return f(f(at + 0.5) / scale);
    default:
      return undefined;
  }
}

const roundings: Readonly<Record<string, (value: number) => number>> = {
  round_prefer_floor: (value) => Math.ceil(value - 0.5),
  round_prefer_ceil: (value) => Math.floor(value + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

const within = (at: number, { input }: Axis): number => Math.min(input - 1, Math.max(0, at));

function nearest(axis: Axis, origin: number, rounding: string): readonly Tap[] | undefined {
  const round = Object.hasOwn(roundings, rounding) ? roundings[rounding] : undefined;
  return round && [{ at: within(round(origin), axis), weight: 1 }];
}

function linear(axis: Axis, origin: number): readonly Tap[] {
  const place = within(origin, axis);
  const low = Math.floor(place);
  const share = place - low;
  return share === 0
    ? [{ at: low, weight: 1 }]
    : [
        { at: low, weight: 1 - share },
        { at: low + 1, weight: share },
      ];
}

/** Source: Keys, "Cubic convolution interpolation for digital image processing", 1981. */
function cubic(axis: Axis, origin: number, a: number, isInside: boolean): readonly Tap[] {
  const low = Math.floor(origin);
  const share = origin - low;
  const near = (x: number) => ((a + 2) * x - (a + 3)) * x * x + 1;
  const far = (x: number) => ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  const weights = [far(share + 1), near(share), near(1 - share), far(2 - share)];
  const taps = weights.map((weight, at) => ({ at: low - 1 + at, weight }));
  if (!isInside) return taps.map(({ at, weight }) => ({ at: within(at, axis), weight }));
  const kept = taps.filter(({ at }) => at === within(at, axis));
  const total = kept.reduce((all, { weight }) => all + weight, 0);
  return kept.map(({ at, weight }) => ({ at, weight: weight / total }));
}

/** The scales of all axes, by the sizes wanted where those are said; undefined where neither is known. */
function scalesOf(
  context: SumContext,
  x: SumInput,
): readonly { scale: number; output: number }[] | undefined {
  const { inputs, set, list, index } = context;
  const [, second, third, fourth] = inputs;
  const [scales, sizes] = set < 11 ? [second] : [third, fourth];
  const rank = x.shape.length;
  const axes = axesOf(list('axes') ?? upTo(rank), rank);
  if (!axes || index.length !== rank) return undefined;
  const wanted = sizes && valuesOf(sizes);
  if (wanted && wanted.length > 0) {
    return wanted.length === axes.length
      ? x.shape.map((input, axis) => {
          const output = axes.includes(axis) ? (wanted[axes.indexOf(axis)] ?? input) : input;
          return { scale: f(output / input), output };
        })
      : undefined;
  }
  const stated =
    set < 9 ? list('scales') : scales && upTo(scales.shape[0] ?? 0).map((at) => evaluate(scales.at([at])));
  if (stated?.length !== axes.length) return undefined;
  return x.shape.map((input, axis) => {
    const scale = axes.includes(axis) ? (stated[axes.indexOf(axis)] ?? 1) : 1;
    return { scale, output: Math.floor(input * scale) };
  });
}

const resize: SumRule = (context) => {
  const { inputs, index, int, float, text, set } = context;
  const [x] = inputs;
  const isPlain = ['', 'stretch'].includes(text('keep_aspect_ratio_policy')) && int('antialias') === 0;
  const scales = x && isPlain && scalesOf(context, x);
  if (!x || !scales) return undefined;
  const mode = text('mode');
  const [way, rounding] =
    set < 11 ? ['asymmetric', 'floor'] : [text('coordinate_transformation_mode'), text('nearest_mode')];
  const tapsOf = (axis: Axis): readonly Tap[] | undefined => {
    if (axis.scale === 1) return [{ at: axis.at, weight: 1 }];
    const origin = originOf(axis, way);
    if (origin === undefined) return undefined;
    switch (mode) {
      case 'nearest':
        return nearest(axis, origin, rounding);
      case 'linear':
      case 'bilinear':
        return linear(axis, origin);
      case 'cubic':
        return cubic(axis, origin, float('cubic_coeff_a'), int('exclude_outside') !== 0);
      default:
        return undefined;
    }
  };
  const taps = x.shape.map((input, axis) => {
    const { scale = 1, output = 1 } = scales[axis] ?? {};
    return tapsOf({ input, output, scale, at: index[axis] ?? 0 });
  });
  return weighted(x, taps);
};

function weighted(x: SumInput, taps: readonly (readonly Tap[] | undefined)[]): Expression | undefined {
  const start: { readonly place: number[]; readonly weight: number }[] = [{ place: [], weight: 1 }];
  const all = taps.reduce<typeof start | undefined>(
    (found, own) =>
      own &&
      found?.flatMap(({ place, weight }) =>
        own.map((tap) => ({ place: [...place, tap.at], weight: weight * tap.weight })),
      ),
    start,
  );
  const [first, ...others] = all ?? [];
  if (!first) return undefined;
  if (others.length === 0 && first.weight === 1) return x.at(first.place);
  return sum([first, ...others].map(({ place, weight }) => product(number(weight), x.at(place))));
}

export const resizeSums: SumRules = { Resize: resize, Upsample: resize };
