/**
 * Conv: y = every output channel's kernel laid over every place of x, plus a bias, in groups of channels.
 * Sources: https://onnx.ai/onnx/operators/onnx__Conv.html; for the gradients Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016.
 */
import { sizeOf } from '../tensor/shape';
import { sumOver } from './backward';
import { kernelGradient } from './conv-gradient';
import { defineOp, intOf, intsOf, misfit } from './define';
import { placesOf, transposed, windowOf } from './window';

export const conv = defineOp({
  type: 'Conv',
  since: 11,
  shape(inputs, attributes) {
    const [x, w, b] = inputs.map(({ shape }) => shape);
    const group = intOf(attributes.group, 1);
    if (!x || !w || x.length < 3 || w.length !== x.length || group < 1) return misfit('Conv', inputs);
    const [batch = 0, channels = 0, ...sizes] = x;
    const [kernels = 0, depth = 0, ...kernel] = w;
    const stated = intsOf(attributes.kernel_shape) ?? kernel;
    const window = windowOf(attributes, kernel);
    const places = window && placesOf(window, sizes);
    const fits =
      depth * group === channels &&
      kernels % group === 0 &&
      stated.join() === kernel.join() &&
      (!b || (b.length === 1 && b[0] === kernels));
    return fits && places ? [[batch, kernels, ...places]] : misfit('Conv', inputs);
  },
  multiplyAdds([, w, b], [output = []]) {
    const [, ...kernel] = w?.shape ?? [];
    return sizeOf(output) * (sizeOf(kernel) + (b?.isParameter ? 1 : 0));
  },
  gradient: (context) => {
    const {
      builder,
      inputs: [, w = '', b],
      shapes: [[, , ...sizes] = [], [, , ...kernel] = []],
      outputShape,
      attributes,
      dy,
    } = context;
    const window = windowOf(attributes, kernel);
    if (!window) return [];
    const places = outputShape.slice(2);
    const group = { group: { int: intOf(attributes.group, 1) } };
    // dx = dy through the same kernels, backwards; db = Σ dy over batch and places
    const dx = builder.op('ConvTranspose', [dy, w], { ...transposed(window, sizes, places), ...group });
    const dw = kernelGradient(context, window);
    if (b === undefined) return [dx, dw];
    return [dx, dw, sumOver(builder, dy, [0, ...places.map((_, axis) => axis + 2)], false)];
  },
  samples: [
    { inputs: [{ shape: [2, 1, 4, 4] }, { shape: [3, 1, 3, 3] }, { shape: [3] }] },
    {
      inputs: [{ shape: [2, 2, 4, 5] }, { shape: [2, 2, 3, 2] }],
      attributes: { strides: { ints: [2, 2] }, pads: { ints: [1, 0, 1, 2] } },
    },
    {
      inputs: [{ shape: [1, 1, 8, 7] }, { shape: [2, 1, 2, 3] }, { shape: [2] }],
      attributes: { strides: { ints: [3, 2] }, dilations: { ints: [2, 1] } },
    },
    {
      inputs: [{ shape: [2, 4, 4, 3] }, { shape: [6, 2, 2, 2] }, { shape: [6] }],
      attributes: { group: { int: 2 }, kernel_shape: { ints: [2, 2] } },
    },
    {
      inputs: [{ shape: [2, 3, 4, 4] }, { shape: [3, 1, 3, 3] }],
      attributes: { group: { int: 3 }, pads: { ints: [1, 1, 1, 1] }, strides: { ints: [2, 1] } },
    },
    { inputs: [{ shape: [2, 2, 6] }, { shape: [2, 2, 3] }], attributes: { pads: { ints: [1, 1] } } },
    { inputs: [{ shape: [1, 1, 2, 3, 3] }, { shape: [1, 1, 2, 2, 2] }] },
    {
      inputs: [{ shape: [2, 2, 8, 6] }, { shape: [2, 1, 6, 5] }],
      attributes: { group: { int: 2 }, strides: { ints: [2, 1] }, pads: { ints: [1, 0, 0, 1] } },
    },
    { inputs: [{ shape: [2, 1, 9, 5] }, { shape: [2, 1, 7, 4] }], attributes: { strides: { ints: [3, 1] } } },
    {
      inputs: [{ shape: [2, 6, 4, 5] }, { shape: [2, 6, 3, 3] }],
      attributes: { strides: { ints: [2, 1] }, pads: { ints: [1, 0, 2, 1] } },
    },
    {
      inputs: [{ shape: [1, 16, 5, 4] }, { shape: [2, 8, 2, 2] }],
      attributes: { group: { int: 2 }, strides: { ints: [1, 2] }, dilations: { ints: [3, 1] } },
    },
    {
      inputs: [{ shape: [2, 8, 7] }, { shape: [2, 8, 2] }],
      attributes: { strides: { ints: [2] }, dilations: { ints: [2] } },
    },
    { inputs: [{ shape: [1, 4, 2, 3, 4] }, { shape: [2, 4, 2, 2, 4] }] },
    { inputs: [{ shape: [2, 2, 2, 3] }, { shape: [3, 2, 1, 1] }] },
  ],
});
