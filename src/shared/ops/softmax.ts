/** Softmax: y = exp(x) / sum(exp(x)) along one axis. Source: https://onnx.ai/onnx/operators/onnx__Softmax.html */
import type { Problem } from '../messages/problem';
import type { OpAttributes } from '../onnx/graph';
import { resolveAxis, type Shape } from '../tensor/shape';
import { sumOver } from './backward';
import { defineOp, intOf, misfit, type OpInput, type OpSample } from './define';

/** Operators along one axis that change no shape. */
export function keepShape(
  type: string,
  inputs: readonly OpInput[],
  attributes: OpAttributes,
): readonly Shape[] | Problem {
  const [x] = inputs;
  const axis = x && resolveAxis(intOf(attributes.axis, -1), x.shape.length);
  // The runtime has no softmax of a scalar, though axis 0 of one is legal elsewhere.
  return x?.shape.length && axis !== undefined ? [x.shape] : misfit(type, inputs);
}

export const axisSamples: readonly OpSample[] = [
  { inputs: [{ shape: [1, 2] }] },
  { inputs: [{ shape: [2, 3, 4] }], attributes: { axis: { int: 1 } } },
  { inputs: [{ shape: [5] }], attributes: { axis: { int: 0 } } },
];

export const softmax = defineOp({
  type: 'Softmax',
  since: 13,
  shape: (inputs, attributes) => keepShape('Softmax', inputs, attributes),
  gradient: ({ builder, output, outputShape, attributes, dy }) => {
    const axis = resolveAxis(intOf(attributes.axis, -1), outputShape.length) ?? 0;
    const weighted = sumOver(builder, builder.op('Mul', [dy, output]), [axis], true);
    // dx = y · (dy - Σ dy·y)
    return [builder.op('Mul', [output, builder.op('Sub', [dy, weighted])])];
  },
  samples: axisSamples,
});
