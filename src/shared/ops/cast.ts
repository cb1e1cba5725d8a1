/** Cast: the same numbers in another element type, by ONNX's number of it. Source: https://onnx.ai/onnx/operators/onnx__Cast.html */
import { defineOp, intOf, misfit } from './define';

/** From float32 to float64 and bfloat16, without the complex ones. */
const isType = (to: number) => Number.isInteger(to) && ((to >= 1 && to <= 13) || to === 16);

export const cast = defineOp({
  type: 'Cast',
  since: 13,
  shape: (inputs, attributes) => {
    const [x] = inputs;
    return x && isType(intOf(attributes.to, 0)) ? [x.shape] : misfit('Cast', inputs);
  },
  // What is cast here was compared or rounded, and changes in jumps.
  gradient: 'constant',
  samples: [
    { inputs: [{ shape: [2, 3] }], attributes: { to: { int: 7 } } },
    { inputs: [{ shape: [] }], attributes: { to: { int: 1 } } },
  ],
});
