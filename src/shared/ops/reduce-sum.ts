/** ReduceSum: the sum over the axes a tensor names. Source: https://onnx.ai/onnx/operators/onnx__ReduceSum.html */
import { stretched } from './backward';
import { defineOp, misfit } from './define';
import { reducedShape } from './reduce';

export const reduceSum = defineOp({
  type: 'ReduceSum',
  since: 13,
  shape(inputs, attributes) {
    const [, axes] = inputs;
    if (axes && !axes.values) return misfit('ReduceSum', inputs);
    return reducedShape('ReduceSum', inputs, axes?.values, attributes);
  },
  gradient: ({ builder, inputs: [, axes], shapes: [shape = []], outputShape, dy }) => {
    const isKept = outputShape.length === shape.length;
    // dx = dy, over every number of the sum; the axes may be known to the runtime alone
    const kept = isKept || axes === undefined ? dy : builder.op('Unsqueeze', [dy, axes]);
    return [stretched(builder, kept, shape), undefined];
  },
  samples: [
    { inputs: [{ shape: [2, 3, 4] }, { shape: [2], values: [0, 2] }] },
    { inputs: [{ shape: [2, 3] }, { shape: [1], values: [-1] }], attributes: { keepdims: { int: 0 } } },
    { inputs: [{ shape: [2, 3] }], attributes: { keepdims: { int: 0 } } },
  ],
});
