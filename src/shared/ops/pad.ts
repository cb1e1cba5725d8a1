/** Pad: numbers put around a tensor: a constant, the border mirrored, or the border repeated. Source: https://onnx.ai/onnx/operators/onnx__Pad.html (operator set 13) */
import { sizeOf } from '../tensor/shape';
import { integers, reshapeTo } from './backward';
import { defineOp, misfit, textOf } from './define';

export const pad = defineOp({
  type: 'Pad',
  since: 13,
  shape(inputs, attributes) {
    const [x, pads, value] = inputs;
    const rank = x?.shape.length ?? 0;
    if (!x || rank === 0 || inputs.length > 3) return misfit('Pad', inputs);
    if (pads?.values?.length !== 2 * rank || (value && value.shape.length > 0)) return misfit('Pad', inputs);
    const mode = textOf(attributes.mode, 'constant');
    const most = (size: number) =>
      mode === 'constant' ? Infinity : mode === 'reflect' ? size - 1 : size > 0 ? Infinity : 0;
    const { values } = pads;
    const fits = values.every(
      (count, at) => count >= 0 && count <= Math.max(0, most(x.shape[at % rank] ?? 0)),
    );
    if (!['constant', 'reflect', 'edge'].includes(mode) || !fits) return misfit('Pad', inputs);
    return [x.shape.map((size, axis) => size + (values[axis] ?? 0) + (values[axis + rank] ?? 0))];
  },
  refusesMore: 'the runtime takes pads below zero, which cut numbers off',
  gradient: ({
    builder,
    inputs: [, pads = '', ...more],
    shapes: [shape = []],
    outputShape,
    attributes,
    dy,
  }) => {
    const size = sizeOf(shape);
    const counted = BigInt64Array.from({ length: size }, (_, at) => BigInt(at));
    // One more than there are: what was put around as a constant came from no place and falls off the end.
    const nowhere = builder.constant({ dtype: 'int64', shape: [], values: BigInt64Array.of(BigInt(size)) });
    const offsets = builder.constant({ dtype: 'int64', shape, values: counted });
    const zeros = builder.constant({
      dtype: 'float32',
      shape: [size + 1],
      values: new Float32Array(size + 1),
    });
    const flat = (value: string) => reshapeTo(builder, value, [sizeOf(outputShape)]);
    // dx = Σ dy over the places each number was put at: offsets padded the same way say which
    const places = flat(builder.op('Pad', [offsets, pads, nowhere], attributes));
    const sum = builder.op('ScatterElements', [zeros, places, flat(dy)], {
      axis: { int: 0 },
      reduction: { text: 'add' },
    });
    const dx = builder.op('Slice', [sum, integers(builder, [0]), integers(builder, [size])]);
    // What is put around is no parameter of any layer, so its own gradient is not asked for.
    return [reshapeTo(builder, dx, shape), undefined, ...more.map(() => undefined)];
  },
  samples: [
    { inputs: [{ shape: [2, 3] }, { shape: [4], values: [0, 1, 2, 0] }] },
    { inputs: [{ shape: [1, 2, 3, 4] }, { shape: [8], values: [0, 0, 1, 2, 0, 0, 0, 1] }] },
    {
      inputs: [{ shape: [2, 3, 4] }, { shape: [6], values: [0, 2, 3, 0, 1, 3] }],
      attributes: { mode: { text: 'reflect' } },
    },
    {
      inputs: [{ shape: [1, 2, 3] }, { shape: [6], values: [0, 2, 4, 0, 1, 3] }],
      attributes: { mode: { text: 'edge' } },
    },
  ],
});
