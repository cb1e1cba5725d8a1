/** Gather: the entries of one axis that indices name, each as often as it is named. Source: https://onnx.ai/onnx/operators/onnx__Gather.html */
import { resolveAxis, type Shape } from '../tensor/shape';
import { integers, scalar, stretched } from './backward';
import { defineOp, intOf, misfit } from './define';

export const gather = defineOp({
  type: 'Gather',
  since: 13,
  shape(inputs, attributes) {
    const [data, indices] = inputs;
    const axis = data && resolveAxis(intOf(attributes.axis, 0), data.shape.length);
    if (!data?.shape.length || !indices || axis === undefined) return misfit('Gather', inputs);
    const length = data.shape[axis] ?? 0;
    if (indices.values?.some((index) => index < -length || index >= length)) return misfit('Gather', inputs);
    return [data.shape.toSpliced(axis, 1, ...indices.shape)];
  },
  gradient: ({ builder, inputs: [, indices = ''], shapes: [data = [], of = []], attributes, dy }) => {
    const axis = resolveAxis(intOf(attributes.axis, 0), data.length) ?? 0;
    const first = [axis, ...data.keys()].filter((from, at) => at === 0 || from !== axis);
    // What was gathered comes first, and so does the axis it was gathered from.
    const moved = [...of.keys()].map((at) => axis + at);
    const rest = [...Array(data.length - 1 + of.length).keys()].filter((at) => !moved.includes(at));
    const updates = axis === 0 ? dy : permuted(dy, [...moved, ...rest]);
    const zeros = stretched(
      builder,
      scalar(builder, 0),
      first.map((from) => data[from] ?? 1),
    );
    const places = builder.op('Unsqueeze', [indices, integers(builder, [-1])]);
    // ddata = Σ dy over every place that names the entry
    const sum = builder.op('ScatterND', [zeros, places, updates], { reduction: { text: 'add' } });
    return [
      axis === 0
        ? sum
        : permuted(
            sum,
            [...data.keys()].map((at) => first.indexOf(at)),
          ),
      undefined,
    ];

    function permuted(value: string, perm: Shape): string {
      return builder.op('Transpose', [value], { perm: { ints: perm } });
    }
  },
  samples: [
    { inputs: [{ shape: [4, 3] }, { shape: [4], values: [1, 3, 1, -2] }] },
    { inputs: [{ shape: [2, 4, 3] }, { shape: [2], values: [0, 0] }], attributes: { axis: { int: 1 } } },
    { inputs: [{ shape: [2, 3] }, { shape: [3], values: [2, 0, 2] }], attributes: { axis: { int: -1 } } },
  ],
});
