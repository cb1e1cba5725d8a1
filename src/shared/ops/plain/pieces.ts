/** Cutting, padding and reducing as set 17 says it: what was an attribute became an input, or the other way round. */
import { intOf, intsOf, floatOf } from '../define';
import type { OpAttributes } from '../../onnx/graph';
import { resolveAxis } from '../../tensor/shape';
import { floatTensor } from '../../tensor/tensor';
import { integers } from '../backward';
import type { PlainRule } from './define';

/** Source: https://onnx.ai/onnx/operators/onnx__Slice.html (set 10) */
export const slice: PlainRule = ({ inputs: [x = ''], attributes }, { set, builder }) => {
  const [starts, ends, axes] = [attributes.starts, attributes.ends, attributes.axes].map(intsOf);
  if (set >= 10 || !starts || !ends) return undefined;
  const named = axes ?? starts.map((_, at) => at);
  const lists = [starts, ends, named, starts.map(() => 1)];
  return [builder.op('Slice', [x, ...lists.map((list) => integers(builder, list))])];
};

/** The sizes of all pieces as an input. Source: https://onnx.ai/onnx/operators/onnx__Split.html (sets 13 and 18) */
export const split: PlainRule = (node, { inputs: [given, listed], builder }) => {
  const {
    inputs: [x = ''],
    outputs,
    attributes: { axis, split: stated },
  } = node;
  const at = resolveAxis(intOf(axis, 0), given?.shape.length ?? 0);
  const length = at === undefined ? undefined : given?.shape[at];
  if (length === undefined || listed) return undefined;
  const each = Math.ceil(length / outputs.length);
  const even = outputs.map((_, place) => Math.min(each, length - place * each));
  const sizes = intsOf(stated) ?? even;
  if (sizes.length !== outputs.length || sizes.some((size) => size < 0)) return undefined;
  return builder.ops('Split', [x, integers(builder, sizes)], outputs.length, {
    axis: { int: intOf(axis, 0) },
  });
};

/** Padding by nothing is none. Source: https://onnx.ai/onnx/operators/onnx__Pad.html (set 11) */
export const pad: PlainRule = ({ inputs: [x = ''], attributes }, { inputs: [, listed], set, builder }) => {
  const pads = intsOf(attributes.pads) ?? intsOf(attributes.paddings) ?? listed?.values;
  if (pads?.every((count) => count === 0)) return [x];
  if (set >= 11 || !pads) return undefined;
  const value = builder.constant(floatTensor([], [floatOf(attributes.value, 0)]));
  const mode: OpAttributes = attributes.mode ? { mode: attributes.mode } : {};
  return [builder.op('Pad', [x, integers(builder, pads), value], mode)];
};

/** Axes as an attribute. Source: https://onnx.ai/onnx/operators/onnx__ReduceMean.html (sets 13 and 18) */
export const reducedByAttribute =
  (type: 'ReduceMean' | 'ReduceMax'): PlainRule =>
  ({ inputs: [x = '', listed], attributes }, { inputs: [given, axes], set, builder }) => {
    if (set < 18 || !given) return undefined;
    const isNothing = listed === undefined || listed === '' || axes?.values?.length === 0;
    if (!isNothing && !axes?.values) return undefined;
    // Without axes it may be told to do nothing.
    if (isNothing && intOf(attributes.noop_with_empty_axes, 0) === 1) return undefined;
    const over = isNothing ? given.shape.map((_, axis) => axis) : (axes?.values ?? []);
    const keepdims = { int: intOf(attributes.keepdims, 1) };
    return [builder.op(type, [x], { axes: { ints: over }, keepdims })];
  };

/** Axes as an input. Source: https://onnx.ai/onnx/operators/onnx__ReduceSum.html (set 13) */
export const summed: PlainRule = (
  { inputs: [x = '', listed], attributes },
  { inputs: [given], set, builder },
) => {
  const stated = intsOf(attributes.axes);
  if (!given || listed || (set >= 13 && intOf(attributes.noop_with_empty_axes, 0) === 1)) return undefined;
  const axes = stated ?? given.shape.map((_, axis) => axis);
  const keepdims = { int: intOf(attributes.keepdims, 1) };
  return [builder.op('ReduceSum', [x, integers(builder, axes)], { keepdims })];
};
