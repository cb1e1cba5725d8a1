/**
 * ConvTranspose: every number of x lays a kernel times itself onto y, where they add up; the backward pass of Conv.
 * Sources: https://onnx.ai/onnx/operators/onnx__ConvTranspose.html; Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016.
 */
import { sizeOf } from '../tensor/shape';
import { sumOver } from './backward';
import { kernelGradient } from './conv-gradient';
import { defineOp, intOf, intsOf, misfit } from './define';
import { attributesOf, reachOf, windowOf } from './window';

export const convTranspose = defineOp({
  type: 'ConvTranspose',
  since: 11,
  shape(inputs, attributes) {
    const [x, w, b] = inputs.map(({ shape }) => shape);
    const group = intOf(attributes.group, 1);
    if (!x || !w || x.length < 3 || w.length !== x.length || group < 1)
      return misfit('ConvTranspose', inputs);
    const [batch = 0, channels = 0, ...sizes] = x;
    const [kernels = 0, depth = 0, ...kernel] = w;
    const window = windowOf(attributes, kernel);
    const added = intsOf(attributes.output_padding) ?? sizes.map(() => 0);
    if (!window || added.length !== sizes.length || attributes.output_shape)
      return misfit('ConvTranspose', inputs);
    const { strides, begins, ends } = window;
    const laid = sizes.map(
      (size, axis) =>
        (size - 1) * (strides[axis] ?? 1) +
        reachOf(window, axis) +
        (added[axis] ?? 0) -
        (begins[axis] ?? 0) -
        (ends[axis] ?? 0),
    );
    const fits =
      kernels === channels &&
      channels % group === 0 &&
      laid.every((size) => size >= 1) &&
      added.every((count, axis) => count >= 0 && count < (strides[axis] ?? 1)) &&
      (intsOf(attributes.kernel_shape) ?? kernel).join() === kernel.join() &&
      (!b || (b.length === 1 && b[0] === depth * group));
    return fits ? [[batch, depth * group, ...laid]] : misfit('ConvTranspose', inputs);
  },
  multiplyAdds([x, w, b], [output = []]) {
    const [, ...kernels] = w?.shape ?? [];
    return sizeOf(x?.shape ?? []) * sizeOf(kernels) + (b?.isParameter ? sizeOf(output) : 0);
  },
  gradient: (context) => {
    const {
      builder,
      inputs: [x = '', w = '', b],
      shapes: [from = [], to = []],
      outputShape,
      attributes,
      dy,
    } = context;
    const window = windowOf(attributes, to.slice(2));
    if (!window) return [];
    // dx = dy read through the same kernels; dw = Σ x · what its kernels were laid on
    const dx = builder.op('Conv', [dy, w], {
      ...attributesOf(window),
      group: { int: intOf(attributes.group, 1) },
    });
    const dw = kernelGradient(
      { ...context, inputs: [dy, w], shapes: [outputShape, to], outputShape: from, dy: x },
      window,
    );
    if (b === undefined) return [dx, dw];
    return [dx, dw, sumOver(builder, dy, [0, ...from.slice(2).map((_, axis) => axis + 2)], false)];
  },
  samples: [
    { inputs: [{ shape: [2, 2, 3, 2] }, { shape: [2, 3, 2, 2] }, { shape: [3] }] },
    {
      inputs: [{ shape: [1, 2, 3, 3] }, { shape: [2, 1, 3, 2] }],
      attributes: {
        strides: { ints: [2, 3] },
        pads: { ints: [1, 0, 1, 1] },
        output_padding: { ints: [1, 2] },
      },
    },
    {
      inputs: [{ shape: [2, 4, 3, 2] }, { shape: [4, 2, 2, 3] }, { shape: [4] }],
      attributes: { group: { int: 2 }, dilations: { ints: [2, 1] }, kernel_shape: { ints: [2, 3] } },
    },
    {
      inputs: [{ shape: [2, 3, 4] }, { shape: [3, 2, 3] }, { shape: [2] }],
      attributes: { strides: { ints: [2] }, output_padding: { ints: [1] }, pads: { ints: [2, 1] } },
    },
    { inputs: [{ shape: [1, 1, 2, 2, 1] }, { shape: [1, 2, 1, 2, 2] }] },
    {
      inputs: [{ shape: [2, 2, 3, 3] }, { shape: [2, 1, 6, 5] }],
      attributes: { strides: { ints: [2, 1] }, pads: { ints: [1, 0, 0, 1] } },
    },
  ],
});
