/** Slice: every step-th number from starts up to ends along some axes. Source: https://onnx.ai/onnx/operators/onnx__Slice.html */
import { resolveAxis, sizeOf } from '../tensor/shape';
import { reshapeTo } from './backward';
import { defineOp, misfit } from './define';

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** How many numbers a slice leaves of `length`; ends past either side are meant as that side. */
function slicedLength(length: number, start: number, end: number, step: number): number {
  const from = start < 0 ? start + length : start;
  const to = end < 0 ? end + length : end;
  const span =
    step > 0
      ? clamp(to, 0, length) - clamp(from, 0, length)
      : clamp(to, -1, length - 1) - clamp(from, 0, length - 1);
  return Math.max(0, Math.ceil(span / step));
}

export const slice = defineOp({
  type: 'Slice',
  since: 13,
  shape(inputs) {
    const [x, starts, ends, axes, steps] = inputs;
    const count = starts?.values?.length ?? 0;
    const isListed = inputs.slice(1).every((list) => list.values?.length === count);
    if (!x || !starts?.values || !ends?.values || !isListed || count === 0 || inputs.length > 5)
      return misfit('Slice', inputs);
    const resolved = starts.values.map((_, at) => resolveAxis(axes?.values?.[at] ?? at, x.shape.length));
    if (x.shape.length === 0 || resolved.includes(undefined) || new Set(resolved).size < count)
      return misfit('Slice', inputs);
    if (steps?.values?.includes(0)) return misfit('Slice', inputs);
    const shape = [...x.shape];
    for (const [at, axis = 0] of resolved.entries()) {
      shape[axis] = slicedLength(
        shape[axis] ?? 0,
        starts.values[at] ?? 0,
        ends.values[at] ?? 0,
        steps?.values?.[at] ?? 1,
      );
    }
    return [shape];
  },
  gradient: ({ builder, inputs: [, ...cut], shapes: [shape = []], outputShape, dy }) => {
    const size = sizeOf(shape);
    const counted = BigInt64Array.from({ length: size }, (_, at) => BigInt(at));
    const offsets = builder.constant({ dtype: 'int64', shape, values: counted });
    const zeros = builder.constant({ dtype: 'float32', shape: [size], values: new Float32Array(size) });
    const flat = (value: string) => reshapeTo(builder, value, [sizeOf(outputShape)]);
    // dx = zeros, but dy at the places the slice read: the same slice of their offsets says which
    const places = flat(builder.op('Slice', [offsets, ...cut]));
    const dx = builder.op('ScatterElements', [zeros, places, flat(dy)], { axis: { int: 0 } });
    return [reshapeTo(builder, dx, shape), ...cut.map(() => undefined)];
  },
  samples: [
    {
      inputs: [
        { shape: [3, 5] },
        { shape: [1], values: [1] },
        { shape: [1], values: [3] },
        { shape: [1], values: [-1] },
      ],
    },
    {
      inputs: [
        { shape: [4, 2, 5] },
        { shape: [2], values: [0, -1] },
        { shape: [2], values: [9, -9] },
        { shape: [2], values: [0, 2] },
        { shape: [2], values: [2, -3] },
      ],
    },
    { inputs: [{ shape: [4, 3] }, { shape: [2], values: [1, 0] }, { shape: [2], values: [3, 2] }] },
  ],
});
