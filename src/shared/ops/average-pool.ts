/** AveragePool: the mean of each place of a window, padding counted or not. Source: https://onnx.ai/onnx/operators/onnx__AveragePool.html (operator set 11) */
import { runtimeReasons } from '../messages/reasons';
import { sizeOf, indexAt, type Shape } from '../tensor/shape';
import { floatTensor } from '../tensor/tensor';
import { reshapeTo } from './backward';
import { defineOp, intOf, intsOf, misfit } from './define';
import { placesOf, transposed, windowOf, type Window } from './window';

export const averagePool = defineOp({
  type: 'AveragePool',
  since: 11,
  shape(inputs, attributes) {
    const [x] = inputs;
    const window = windowOf(attributes, intsOf(attributes.kernel_shape) ?? []);
    const places = x && window && placesOf(window, x.shape.slice(2));
    const isPadded = window?.kernel.some(
      (length, axis) => Math.max(window.begins[axis] ?? 0, window.ends[axis] ?? 0) >= length,
    );
    return places && !isPadded ? [[...x.shape.slice(0, 2), ...places]] : misfit('AveragePool', inputs);
  },
  refusesMore: runtimeReasons.window,
  gradient: ({ builder, shapes: [shape = []], outputShape, attributes, dy }) => {
    const window = windowOf(attributes, intsOf(attributes.kernel_shape) ?? []);
    if (!window) return [];
    const planes = sizeOf(shape.slice(0, 2));
    const sizes = shape.slice(2);
    const places = outputShape.slice(2);
    const isCounted = intOf(attributes.count_include_pad, 0) !== 0;
    const shares = builder.constant(sharesOf(window, sizes, places, isCounted));
    const ones = builder.constant(
      floatTensor([1, 1, ...window.kernel], new Array<number>(sizeOf(window.kernel)).fill(1)),
    );
    const share = builder.op('Mul', [reshapeTo(builder, dy, [planes, 1, ...places]), shares]);
    // dx = Σ dy / count over the places that read x
    return [
      reshapeTo(
        builder,
        builder.op('ConvTranspose', [share, ones], transposed(window, sizes, places)),
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
    {
      inputs: [{ shape: [1, 2, 5, 4] }],
      attributes: {
        kernel_shape: { ints: [3, 3] },
        pads: { ints: [1, 1, 1, 1] },
        count_include_pad: { int: 1 },
      },
    },
    { inputs: [{ shape: [2, 1, 5] }], attributes: { kernel_shape: { ints: [2] } } },
  ],
});

/** One over how many numbers each place's mean is of. */
function sharesOf(window: Window, sizes: Shape, places: Shape, isCounted: boolean) {
  const { kernel, strides, begins } = window;
  const count = (place: number, axis: number): number => {
    const length = kernel[axis] ?? 1;
    const start = place * (strides[axis] ?? 1) - (begins[axis] ?? 0);
    return isCounted ? length : Math.min(start + length, sizes[axis] ?? 0) - Math.max(start, 0);
  };
  return floatTensor(
    places,
    Array.from({ length: sizeOf(places) }, (_, at) => 1 / sizeOf(indexAt(places, at).map(count))),
  );
}
