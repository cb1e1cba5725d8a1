/** MaxPool: the greatest number of each place of a window; padding is never the greatest. Source: https://onnx.ai/onnx/operators/onnx__MaxPool.html */
import { runtimeReasons } from '../messages/reasons';
import { sizeOf, type Shape } from '../tensor/shape';
import { floatTensor } from '../tensor/tensor';
import { integers, reshapeTo } from './backward';
import { defineOp, intsOf, misfit, type GradientContext } from './define';
import { placesOf, windowOf, type Window } from './window';

export const maxPool = defineOp({
  type: 'MaxPool',
  since: 12,
  losesNaN: true,
  picks: true,
  shape(inputs, attributes) {
    const [x] = inputs;
    const window = windowOf(attributes, intsOf(attributes.kernel_shape) ?? []);
    const places = x && window && placesOf(window, x.shape.slice(2));
    // A place that holds padding alone has no greatest number.
    const isPadded = window?.kernel.some(
      (length, axis) => Math.max(window.begins[axis] ?? 0, window.ends[axis] ?? 0) >= length,
    );
    if (!places || isPadded) return misfit('MaxPool', inputs);
    // Beside the greatest numbers, where in all of the input they are.
    const shape = [...x.shape.slice(0, 2), ...places];
    return [shape, shape];
  },
  refusesMore: runtimeReasons.window,
  // dx = Σ dy over the places where x is the greatest; of equals the first, as PyTorch has it
  gradient: (context) => [sendToGreatest(context)],
  samples: [
    {
      inputs: [{ shape: [2, 2, 4, 4] }],
      attributes: { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } },
    },
    {
      inputs: [{ shape: [1, 2, 5, 6] }],
      attributes: { kernel_shape: { ints: [3, 2] }, strides: { ints: [2, 3] }, pads: { ints: [1, 1, 1, 0] } },
    },
    { inputs: [{ shape: [2, 1, 5] }], attributes: { kernel_shape: { ints: [2] }, dilations: { ints: [2] } } },
    {
      inputs: [{ shape: [1, 1, 5, 7] }],
      attributes: { kernel_shape: { ints: [2, 3] }, strides: { ints: [2, 3] } },
    },
    {
      inputs: [{ shape: [2, 2, 4, 6] }],
      attributes: { kernel_shape: { ints: [2, 3] }, strides: { ints: [2, 3] } },
    },
    { inputs: [{ shape: [2, 3, 6] }], attributes: { kernel_shape: { ints: [3] }, strides: { ints: [3] } } },
    {
      inputs: [{ shape: [1, 2, 4, 2, 2] }],
      attributes: { kernel_shape: { ints: [2, 1, 2] }, strides: { ints: [2, 1, 2] } },
    },
  ],
});

export function sendToGreatest(context: GradientContext): string | undefined {
  const {
    shapes: [[, , ...sizes] = []],
    attributes,
  } = context;
  const window = windowOf(attributes, intsOf(attributes.kernel_shape) ?? []);
  if (!window) return undefined;
  return isTiling(window, sizes) && sizeOf(sizes) <= exactLimit ? sendToTiles(context) : addUp(context);
}

/** Up to here float32 holds every whole number. */
const exactLimit = 2 ** 24;

/** Each number is read by one place. */
function isTiling({ kernel, strides, dilations, begins, ends }: Window, sizes: Shape): boolean {
  return sizes.every((size, axis) => {
    const length = kernel[axis] ?? 1;
    const isApart = strides[axis] === length && dilations[axis] === 1 && size % length === 0;
    return isApart && begins[axis] === 0 && ends[axis] === 0;
  });
}

/** The runtime says where the greatest are, though slowly. */
function addUp({
  builder,
  inputs: [x = ''],
  shapes: [shape = []],
  outputShape,
  attributes,
  dy,
}: GradientContext): string {
  const [, indices = ''] = builder.ops('MaxPool', [x], 2, attributes);
  const count = [sizeOf(outputShape)];
  const none = builder.op('ConstantOfShape', [integers(builder, [sizeOf(shape)])]);
  const flat = [reshapeTo(builder, indices, count), reshapeTo(builder, dy, count)];
  const sum = builder.op('ScatterElements', [none, ...flat], { reduction: { text: 'add' } });
  return reshapeTo(builder, sum, shape);
}

/**
 * Numbers are ranked from the first of a plane to the last, those below the greatest of their place are left out, and
 * the highest rank of each place says where its gradient goes.
 */
function sendToTiles({
  builder,
  inputs: [x = ''],
  output,
  shapes: [[batch = 1, channels = 1, ...sizes] = []],
  outputShape,
  attributes,
  dy,
}: GradientContext): string {
  const size = sizeOf(sizes);
  const planes = batch * channels;
  const stretch = sizes.map((length, axis) => length / (outputShape[axis + 2] ?? 1));
  const spread = builder.op(
    'Resize',
    [output, '', builder.constant(floatTensor([stretch.length + 2], [1, 1, ...stretch]))],
    {
      mode: { text: 'nearest' },
      coordinate_transformation_mode: { text: 'asymmetric' },
      nearest_mode: { text: 'floor' },
    },
  );
  const isGreatest = builder.op('Cast', [builder.op('Equal', [x, spread])], { to: { int: 1 } });
  const ranks = floatTensor(
    sizes,
    Array.from({ length: size }, (_, at) => size - at),
  );
  const ranked = builder.op('Mul', [isGreatest, builder.constant(ranks)]);
  const first = builder.op('Cast', [builder.op('MaxPool', [ranked], attributes)], { to: { int: 7 } });
  const ends = builder.constant({
    dtype: 'int64',
    shape: [batch, channels, ...sizes.map(() => 1)],
    values: BigInt64Array.from({ length: planes }, (_, at) => BigInt((at + 1) * size)),
  });
  const kernel = { kernel_shape: { ints: stretch }, strides: { ints: stretch } };
  return builder.op('MaxUnpool', [dy, builder.op('Sub', [ends, first])], kernel);
}
