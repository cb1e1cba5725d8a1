/**
 * Average pooling over one, two or three dimensions: y = the mean of the numbers under each place of a window.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html
 */
import type { Problem } from '../../messages/problem';
import { number, quotient, sum } from '../../tensor/expression';
import { sizeOf, type Shape } from '../../tensor/shape';
import { flag, type PerDimension } from '../attributes';
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

export function defineAvgPool({ kind, dimensions, checkMore, examples }: Variant): Layer {
  const thing = thingOf(dimensions);
  return defineLayer({
    kind,
    group: 'pooling',
    summary: `Keeps the mean of the numbers under each place of a window. The ${thing} gets smaller and smoother.`,
    formula: 'y = mean of x under the window',
    backward: 'The gradient of each place is shared out evenly among the numbers under it.',
    words: ['average pooling', 'mean pooling', 'downsample'],
    attributes: {
      kernel_size: kernelSize(dimensions, 2),
      stride: poolStride(dimensions),
      padding: padding(dimensions, 'Zeros put around the input.'),
      ceil_mode: ceilMode,
      count_include_pad: flag({ initial: true, help: 'Whether padding counts as zeros of the mean.' }),
    },
    check: ([x = []], attributes) =>
      checkPool(x, attributes, dimensions) ?? checkMore?.(x, attributes.kernel_size),
    resolve: (_, attributes) => ({ ...attributes, stride: strideOf(attributes) }),
    emit({ builder, inputs: [x = ''], shapes: [shape = []], attributes }) {
      const window = poolWindow(attributes, shape);
      const { before, after } = window;
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
    recognise: (y) =>
      guessPools(y).flatMap(({ shape, ...attributes }) =>
        [true, false].map((count_include_pad) => ({
          shapes: [shape],
          attributes: { ...attributes, count_include_pad },
        })),
      ),
    explain({ input, shapeOf, attributes, index }) {
      const shape = shapeOf('x');
      const all = readings(index, shape, poolWindow(attributes, shape));
      const under = all.filter(({ isPadding }) => !isPadding);
      const counted = attributes.count_include_pad
        ? all.filter(({ at }) => isCountedAt(at, shape, each(attributes.padding, dimensions)))
        : under;
      return quotient(
        sum(under.map(({ at }) => input('x', [...index.slice(0, 2), ...at]))),
        number(counted.length),
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
        ],
      ),
    }),
    tex({ inputs: [x = ''], output, shapes: [shape = []], attributes }) {
      const window = poolWindow(attributes, shape);
      const left = texAt(output, 'n', 'c', ...texPlaces(dimensions));
      return `${left} = ${texMean(window, attributes.count_include_pad)} ${texRead(x, window)}`;
    },
    examples,
  });
}

/** Inside the input or its padding, and not over the end. */
function isCountedAt(at: readonly number[], [, , ...sizes]: Shape, pads: readonly number[]): boolean {
  return at.every((place, axis) => place < (sizes[axis] ?? 0) + (pads[axis] ?? 0));
}

function texMean(window: Window, countsPadding: boolean): string {
  const { before, after, kernel } = window;
  const isWhole = after.every((count, axis) => count === 0 || (countsPadding && count === before[axis]));
  return isWhole
    ? `\\frac{1}{${sizeOf(kernel)}} \\sum_{${texUnder(texRange(window))}}`
    : `\\operatorname*{mean}_{${texUnder(texRange(window), '\\text{inside}')}}`;
}
