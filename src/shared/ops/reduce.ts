/** What sums and means over axes share. */
import type { Problem } from '../messages/problem';
import type { OpAttributes } from '../onnx/graph';
import { resolveAxis, type Shape } from '../tensor/shape';
import { intOf, misfit, type OpInput } from './define';

/** The axes from the front, each once; all when none are given, undefined when one is not there. */
export function resolveAxes(
  axes: readonly number[] | undefined,
  shape: Shape,
): readonly number[] | undefined {
  if (!axes || axes.length === 0) return shape.map((_, axis) => axis);
  const resolved = axes.map((axis) => resolveAxis(axis, shape.length));
  if (shape.length === 0 || !resolved.every((axis) => axis !== undefined)) return undefined;
  return [...new Set(resolved)];
}

export function reduceShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  return shape.flatMap((length, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [length]));
}

export function reducedShape(
  type: string,
  inputs: readonly OpInput[],
  axes: readonly number[] | undefined,
  attributes: OpAttributes,
): readonly Shape[] | Problem {
  const [x] = inputs;
  const resolved = x && resolveAxes(axes, x.shape);
  if (!x || !resolved) return misfit(type, inputs);
  return [reduceShape(x.shape, resolved, intOf(attributes.keepdims, 1) === 1)];
}
