/** The same numbers in other dimensions: whichever operator says it, a Reshape to sizes that are known. */
import { resolveAxis, sizeOf, type Shape } from '../../tensor/shape';
import type { OpBuilder } from '../../onnx/builder';
import { numberAt } from '../../tensor/tensor';
import { integers, reshapeTo } from '../backward';
import { intOf, intsOf, textOf } from '../define';
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

/** Channels as places, as PixelShuffle has them. Source: https://onnx.ai/onnx/operators/onnx__DepthToSpace.html */
export const depthToSpace: PlainRule = ({ inputs: [x = ''], attributes }, { inputs: [given], builder }) => {
  const [batch = 1, channels = 1, height = 1, width = 1] = given?.shape ?? [];
  const factor = intOf(attributes.blocksize, 0);
  const left = channels / factor ** 2;
  if (given?.shape.length !== 4 || textOf(attributes.mode, 'DCR') !== 'CRD' || !Number.isInteger(left))
    return undefined;
  const apart = reshapeTo(builder, x, [batch, left, factor, factor, height, width]);
  const woven = builder.op('Transpose', [apart], { perm: { ints: [0, 1, 4, 2, 5, 3] } });
  return [reshapeTo(builder, woven, [batch, left, height * factor, width * factor])];
};

/** Each row and column as often as it is wanted. Source: https://onnx.ai/onnx/operators/onnx__Resize.html */
export const resize: PlainRule = (node, { inputs: [given], tensor, builder }) => {
  const { attributes } = node;
  const [x = ''] = node.inputs;
  const [batch, channels, ...places] = given?.shape ?? [];
  // Until set 11 the factors came second, after that third, or the sizes fourth.
  const stated = [node.inputs[2], node.inputs[1]].map(tensor).find((one) => one?.values.length === 4);
  const sizes = tensor(node.inputs[3]);
  const factors = places.map((size, at) =>
    sizes ? numberAt(sizes, at + 2) / size : stated ? numberAt(stated, at + 2) : Number.NaN,
  );
  const isNearest = textOf(attributes.mode, 'nearest') === 'nearest';
  const isPlain =
    textOf(attributes.coordinate_transformation_mode, 'half_pixel') === 'asymmetric'
      ? textOf(attributes.nearest_mode, 'round_prefer_floor') === 'floor'
      : node.type === 'Upsample';
  if (batch === undefined || channels === undefined || places.length !== 2 || !isNearest || !isPlain)
    return undefined;
  if (!factors.every((factor) => Number.isInteger(factor) && factor >= 1)) return undefined;
  // The last axis first, as Upsample goes.
  const wide = repeated(builder, x, 3, places[1] ?? 1, factors[1] ?? 1);
  return [repeated(builder, wide, 2, places[0] ?? 1, factors[0] ?? 1)];
};

function repeated(builder: OpBuilder, x: string, axis: number, size: number, factor: number): string {
  const places = Array.from({ length: size * factor }, (_, at) => Math.floor(at / factor));
  return builder.op('Gather', [x, integers(builder, places)], { axis: { int: axis } });
}

/** Whether an input says nothing but how numbers are laid out: one that does not fit is noticed. */
export const sizesOf = (type: string, place: number): boolean => type === 'Reshape' && place === 1;
