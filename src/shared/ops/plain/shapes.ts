/** The same numbers in other dimensions: whichever operator says it, a Reshape to sizes that are known. */
import { resolveAxis, sizeOf, type Shape } from '../../tensor/shape';
import { reshapeTo } from '../backward';
import { intOf, intsOf } from '../define';
import type { PlainRule } from './define';

function reshaped(
  target: (shape: Shape, axes: readonly number[] | undefined) => Shape | undefined,
): PlainRule {
  return ({ inputs: [x = ''], attributes }, { inputs: [given, listed], builder }) => {
    const axes = listed ? listed.values : intsOf(attributes.axes);
    const isKnown = given !== undefined && (listed === undefined || listed.values !== undefined);
    const shape = isKnown ? target(given.shape, axes) : undefined;
    return shape && [reshapeTo(builder, x, shape)];
  };
}

/** Source: https://onnx.ai/onnx/operators/onnx__Squeeze.html */
export const squeeze = reshaped((shape, axes) => {
  const left = axes?.map((axis) => resolveAxis(axis, shape.length)) ?? [];
  if (left.includes(undefined)) return undefined;
  const isLeft = (size: number, axis: number) => (axes ? left.includes(axis) : size === 1);
  return shape.every((size, axis) => !isLeft(size, axis) || size === 1)
    ? shape.filter((size, axis) => !isLeft(size, axis))
    : undefined;
});

/** Axes are counted in the answer. Source: https://onnx.ai/onnx/operators/onnx__Unsqueeze.html */
export const unsqueeze = reshaped((shape, axes = []) => {
  const rank = shape.length + axes.length;
  const added = axes.map((axis) => resolveAxis(axis, rank));
  if (added.includes(undefined) || new Set(added).size < axes.length) return undefined;
  const rest = [...shape];
  return Array.from({ length: rank }, (_, axis) => (added.includes(axis) ? 1 : (rest.shift() ?? 1)));
});

/** Source: https://onnx.ai/onnx/operators/onnx__Flatten.html */
export const flatten: PlainRule = ({ inputs: [x = ''], attributes }, { inputs: [given], builder }) => {
  const axis = intOf(attributes.axis, 1);
  const rank = given?.shape.length ?? 0;
  const at = axis < 0 ? axis + rank : axis;
  if (!given || at < 0 || at > rank) return undefined;
  return [reshapeTo(builder, x, [sizeOf(given.shape.slice(0, at)), sizeOf(given.shape.slice(at))])];
};

/** With 0 and -1 worked out; numbers of no place are left to the runtime. */
export const reshape: PlainRule = (
  { inputs: [x = ''], attributes },
  { inputs: [given, listed], builder },
) => {
  const target = listed?.values;
  if (!given || !target || intOf(attributes.allowzero, 0) !== 0) return undefined;
  if (!target.some((size) => size <= 0)) return undefined;
  const kept = target.map((size, axis) => (size === 0 ? (given.shape[axis] ?? 0) : size));
  const known = sizeOf(kept.filter((size) => size !== -1));
  const shape = kept.map((size) => (size === -1 ? sizeOf(given.shape) / known : size));
  return shape.every((size) => Number.isInteger(size) && size > 0)
    ? [reshapeTo(builder, x, shape)]
    : undefined;
};
