/** MaxPool: the greatest number of each place of a window; padding is never the greatest. Source: https://onnx.ai/onnx/operators/onnx__MaxPool.html */
import { runtimeReasons } from '../messages/reasons';
import { sizeOf } from '../tensor/shape';
import { floatTensor } from '../tensor/tensor';
import { integers, reshapeTo, scalar } from './backward';
import { defineOp, intsOf, misfit } from './define';
import { attributesOf, placesOf, transposed, windowOf } from './window';

/** Less than any number of a network, and finite: infinity times zero would be none. */
const lowest = -1e38;

export const maxPool = defineOp({
  type: 'MaxPool',
  since: 12,
  shape(inputs, attributes) {
    const [x] = inputs;
    const window = windowOf(attributes, intsOf(attributes.kernel_shape) ?? []);
    const places = x && window && placesOf(window, x.shape.slice(2));
    // A place that holds padding alone has no greatest number.
    const isPadded = window?.kernel.some(
      (length, axis) => Math.max(window.begins[axis] ?? 0, window.ends[axis] ?? 0) >= length,
    );
    return places && !isPadded ? [[...x.shape.slice(0, 2), ...places]] : misfit('MaxPool', inputs);
  },
  refusesMore: runtimeReasons.window,
  gradient: ({ builder, inputs: [x = ''], shapes: [shape = []], outputShape, attributes, dy }) => {
    const window = windowOf(attributes, intsOf(attributes.kernel_shape) ?? []);
    if (!window) return [];
    const { kernel, begins, ends } = window;
    const planes = sizeOf(shape.slice(0, 2));
    const sizes = shape.slice(2);
    const places = outputShape.slice(2);
    const taps = sizeOf(kernel);
    // One kernel for each number of the window, which reads that number alone.
    const reading = builder.constant(
      floatTensor(
        [taps, 1, ...kernel],
        Array.from({ length: taps * taps }, (_, at) => Number(at % (taps + 1) === 0)),
      ),
    );
    const none = kernel.map(() => 0);
    const flat = reshapeTo(builder, x, [planes, 1, ...sizes]);
    const padded = [...begins, ...ends].every((count) => count === 0)
      ? flat
      : builder.op('Pad', [
          flat,
          integers(builder, [0, 0, ...begins, 0, 0, ...ends]),
          scalar(builder, lowest),
        ]);
    const read = builder.op('Conv', [padded, reading], attributesOf({ ...window, begins: none, ends: none }));
    // dx = dy at the greatest number of each place; of equals the first, as PyTorch has it
    const greatest = builder.op('ArgMax', [read], { axis: { int: 1 } });
    const numbers = builder.constant({
      dtype: 'int64',
      shape: [taps, ...kernel.map(() => 1)],
      values: BigInt64Array.from({ length: taps }, (_, at) => BigInt(at)),
    });
    const spread = builder.op('Where', [
      builder.op('Equal', [greatest, numbers]),
      reshapeTo(builder, dy, [planes, 1, ...places]),
      scalar(builder, 0),
    ]);
    return [
      reshapeTo(
        builder,
        builder.op('ConvTranspose', [spread, reading], transposed(window, sizes, places)),
        shape,
      ),
    ];
  },
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
  ],
});
