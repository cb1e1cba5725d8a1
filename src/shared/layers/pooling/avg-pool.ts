/**
 * Average pooling over one, two or three dimensions: y = the mean of the numbers under each place of a window.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html
 */
import type { Problem } from '../../messages/problem';
import { scalar } from '../../ops/backward';
import { number, quotient, sum } from '../../tensor/expression';
import { sizeOf, type Shape } from '../../tensor/shape';
import { flag, integer, optional, type AttributesOf, type PerDimension } from '../attributes';
import { defineLayer, type Layer, type LayerExample } from '../define';
import { padded } from '../padding';
import { pythonCall } from '../python';
import { texAt } from '../tex';
import {
  each,
  kernelSize,
  padding,
  readings,
  texPlaces,
  texRange,
  texRead,
  texUnder,
  thingOf,
  windowAttributes,
  type Window,
} from '../window';
import {
  ceilMode,
  checkPool,
  poolStride,
  poolWindow,
  strideArgument,
  strideOf,
  guessPools,
} from './pool-window';

interface Variant {
  readonly kind: string;
  readonly dimensions: number;
  /** Why it does not take what the other pools take. */
  readonly checkMore?: (x: Shape, kernel: PerDimension) => Problem | undefined;
  readonly examples: readonly LayerExample[];
}

const fieldsOf = (dimensions: number) => ({
  kernel_size: kernelSize(dimensions, 2),
  stride: poolStride(dimensions),
  padding: padding(dimensions, 'Zeros put around the input.'),
  ceil_mode: ceilMode,
  count_include_pad: flag({ initial: true, help: 'Whether padding counts as zeros of the mean.' }),
});

/** PyTorch's pool of a sequence takes no divisor. */
const fieldsWithDivisor = (dimensions: number) => ({
  ...fieldsOf(dimensions),
  divisor_override: optional(
    integer({ initial: 1, min: 1, max: 1_000_000, help: 'What the sum under the window is divided by.' }),
    'how many numbers count',
  ),
});

type Chosen = AttributesOf<ReturnType<typeof fieldsOf> | ReturnType<typeof fieldsWithDivisor>>;

const divisorOf = (chosen: Chosen): number | null =>
  'divisor_override' in chosen ? chosen.divisor_override : null;

export function defineAvgPool({ kind, dimensions, checkMore, examples }: Variant): Layer {
  const thing = thingOf(dimensions);
  return defineLayer({
    kind,
    group: 'pooling',
    summary: `Keeps the mean of the numbers under each place of a window. The ${thing} gets smaller and smoother.`,
    formula: 'y = mean of x under the window',
    backward: 'The gradient of each place is shared out evenly among the numbers under it.',
    words: ['average pooling', 'mean pooling', 'downsample'],
    attributes: dimensions === 1 ? fieldsOf(dimensions) : fieldsWithDivisor(dimensions),
    check: ([x = []], attributes) =>
      checkPool(x, attributes, dimensions) ?? checkMore?.(x, attributes.kernel_size),
    resolve: (_, attributes) => ({ ...attributes, stride: strideOf(attributes) }),
    emit({ builder, inputs: [x = ''], shapes: [shape = []], attributes }) {
      const window = poolWindow(attributes, shape);
      const { before, after } = window;
      const divisor = divisorOf(attributes);
      if (divisor !== null) {
        // All of the window counts here, so that this is its sum over its size.
        const mean = builder.op('AveragePool', [x], {
          ...windowAttributes(window),
          count_include_pad: { int: 1 },
        });
        return builder.op('Mul', [mean, scalar(builder, sizeOf(window.kernel) / divisor)]);
      }
      const over = after.map((count, axis) => count - (before[axis] ?? 0));
      const isCounted = attributes.count_include_pad && before.some((count) => count > 0);
      if (!isCounted || over.every((count) => count === 0)) {
        return builder.op('AveragePool', [x], {
          ...windowAttributes(window),
          count_include_pad: { int: Number(isCounted) },
        });
      }
      // Padding counts and what reaches over the end does not: zeros put around count as numbers.
      const none = before.map(() => 0);
      const read = padded(builder, x, shape, { before, after: before }, 'zeros');
      return builder.op('AveragePool', [read], windowAttributes({ ...window, before: none, after: over }));
    },
    recognise(y) {
      const isDivided = y.type === 'Mul';
      const mean = isDivided ? y.back(0) : y;
      const size = sizeOf(mean.ints('kernel_shape'));
      const divisor = isDivided ? { divisor_override: Math.round(size / y.back(1).value) } : {};
      return guessPools(mean).flatMap(({ shape, ...attributes }) =>
        [true, false].map((count_include_pad) => ({
          shapes: [shape],
          attributes: { ...attributes, ...divisor, count_include_pad },
        })),
      );
    },
    explain({ input, shapeOf, attributes, index }) {
      const shape = shapeOf('x');
      const all = readings(index, shape, poolWindow(attributes, shape));
      const under = all.filter(({ isPadding }) => !isPadding);
      const counted = attributes.count_include_pad
        ? all.filter(({ at }) => isCountedAt(at, shape, each(attributes.padding, dimensions)))
        : under;
      return quotient(
        sum(under.map(({ at }) => input('x', [...index.slice(0, 2), ...at]))),
        number(divisorOf(attributes) ?? counted.length),
      );
    },
    torch: ({ attributes }) => ({
      module: pythonCall(
        `nn.${kind}`,
        [attributes.kernel_size],
        [
          ...strideArgument(attributes),
          ['padding', attributes.padding, 0],
          ['ceil_mode', attributes.ceil_mode, false],
          ['count_include_pad', attributes.count_include_pad, true],
          ['divisor_override', divisorOf(attributes), null],
        ],
      ),
    }),
    tex({ inputs: [x = ''], output, shapes: [shape = []], attributes }) {
      const window = poolWindow(attributes, shape);
      const left = texAt(output, 'n', 'c', ...texPlaces(dimensions));
      return `${left} = ${texMean(window, attributes)} ${texRead(x, window)}`;
    },
    examples,
  });
}

/** Inside the input or its padding, and not over the end. */
function isCountedAt(at: readonly number[], [, , ...sizes]: Shape, pads: readonly number[]): boolean {
  return at.every((place, axis) => place < (sizes[axis] ?? 0) + (pads[axis] ?? 0));
}

function texMean(window: Window, chosen: Chosen): string {
  const { before, after, kernel } = window;
  const divisor = divisorOf(chosen);
  const isWhole = after.every(
    (count, axis) => count === 0 || (chosen.count_include_pad && count === before[axis]),
  );
  return isWhole || divisor !== null
    ? `\\frac{1}{${divisor ?? sizeOf(kernel)}} \\sum_{${texUnder(texRange(window))}}`
    : `\\operatorname*{mean}_{${texUnder(texRange(window), '\\text{inside}')}}`;
}
