/**
 * Max pooling over one, two or three dimensions: y = the greatest number under each place of a window.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
 */
import { callOfAll } from '../../tensor/expression';
import { defineLayer, type EmitContext, type Layer, type LayerExample } from '../define';
import { padded } from '../padding';
import { pythonCall } from '../python';
import { texAt, texLines } from '../tex';
import {
  emitFromFirst,
  emitInPlane,
  explainIndex,
  indexedDtype,
  indexedOutputs,
  indicesPort,
  returnIndices,
  seenIndices,
  unpackedIndices,
} from './indices';
import {
  dilation,
  kernelSize,
  padding,
  readings,
  texPlaces,
  texRange,
  texRead,
  texUnder,
  thingOf,
  windowAttributes,
  together,
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
  type PoolAttributes,
} from './pool-window';

const windowOf = (window: Window) => ({
  ...windowAttributes(window),
  dilations: { ints: window.dilation },
});

interface Variant {
  readonly kind: string;
  readonly dimensions: number;
  readonly examples: readonly LayerExample[];
}

/** Less than any number of a network, and finite: infinity times zero would be none. */
const lowest = -1e38;

export function defineMaxPool({ kind, dimensions, examples }: Variant): Layer {
  const thing = thingOf(dimensions);
  return defineLayer({
    kind,
    group: 'pooling',
    summary: `Keeps the greatest number under each place of a window and drops the others. The ${thing} gets smaller, and what stands out in it stays.`,
    formula: 'y = max of x under the window',
    backward:
      'Only the greatest number under each place of the window gets that place’s gradient, the first of equals; the others get nothing.',
    words: ['maximum pooling', 'downsample', 'subsampling'],
    attributes: {
      kernel_size: kernelSize(dimensions, 2),
      stride: poolStride(dimensions),
      padding: padding(dimensions, 'Places put around the input, which are never the greatest.'),
      dilation: dilation(dimensions),
      ceil_mode: ceilMode,
      return_indices: returnIndices,
    },
    outputs: indexedOutputs,
    dtype: indexedDtype,
    check: ([x = []], attributes) => checkPool(x, attributes, dimensions),
    resolve: (_, attributes) => ({ ...attributes, stride: strideOf(attributes) }),
    emit({ builder, inputs: [x = ''], shapes: [shape = []], attributes }) {
      const window = poolWindow(attributes, shape);
      const none = window.kernel.map(() => 0);
      // The runtime's own padding is less than the kernel, and the numbers of a window may be far apart.
      const isFar = window.after.some((count, axis) => count >= (window.kernel[axis] ?? 1));
      const read = isFar ? padded(builder, x, shape, window, 'constant', lowest) : x;
      const laid = windowOf(isFar ? { ...window, before: none, after: none } : window);
      const [y = '', places = ''] = builder.ops('MaxPool', [read], attributes.return_indices ? 2 : 1, laid);
      if (!attributes.return_indices) return y;
      const [, , ...plane] = shape;
      const within = plane.map((size, axis) =>
        isFar ? size + (window.before[axis] ?? 0) + (window.after[axis] ?? 0) : size,
      );
      const start = isFar ? window.before.map((count) => -count) : none;
      return [y, emitInPlane(builder, places, within, start, plane)];
    },
    recognise: (value) =>
      seenIndices(value).flatMap(({ y, port, return_indices }) =>
        guessPools(y).flatMap(({ shape, ...attributes }) => {
          const told = { ...attributes, dilation: together(y.ints('dilations')), return_indices };
          const guess = { shapes: [shape], port, attributes: told };
          if (!return_indices) return [guess];
          // PyTorch's exporter counts from the first place of each plane.
          const emit = ({ builder, inputs: [x = ''] }: EmitContext<PoolAttributes>) => {
            const window = poolWindow(told, shape);
            const [best = '', places = ''] = builder.ops('MaxPool', [x], 2, windowOf(window));
            return [best, emitFromFirst(builder, x, places, dimensions)];
          };
          return [guess, { ...guess, emit }];
        }),
      ),
    explain({ input, shapeOf, attributes, index, output }) {
      const shape = shapeOf('x');
      const under = readings(index, shape, poolWindow(attributes, shape)).filter(
        ({ isPadding }) => !isPadding,
      );
      const numbers = under.map(({ at }) => input('x', [...index.slice(0, 2), ...at]));
      const places = under.map(({ at }) => at);
      return output?.port === indicesPort
        ? explainIndex(numbers, places, shape.slice(2))
        : callOfAll('max', numbers);
    },
    torch: ({ attributes }) => ({
      module: pythonCall(
        `nn.${kind}`,
        [attributes.kernel_size],
        [
          ...strideArgument(attributes),
          ['padding', attributes.padding, 0],
          ['dilation', attributes.dilation, 1],
          ['ceil_mode', attributes.ceil_mode, false],
          ['return_indices', attributes.return_indices, false],
        ],
      ),
      ...unpackedIndices(attributes),
    }),
    tex({ inputs: [x = ''], outputs, shapes: [shape = []], attributes }) {
      const window = poolWindow(attributes, shape);
      const lines = outputs.map((output, at) => {
        const left = texAt(output, 'n', 'c', ...texPlaces(dimensions));
        const name = at === 0 ? '\\max' : '\\operatorname*{argmax}';
        return `${left} = ${name}_{${texUnder(texRange(window))}} ${texRead(x, window)}`;
      });
      return texLines(lines);
    },
    examples,
  });
}
