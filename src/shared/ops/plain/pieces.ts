/** Cutting, padding and reducing as set 17 says it: what was an attribute became an input, or the other way round. */
import { intOf, intsOf, floatOf } from '../define';
import type { OpAttributes } from '../../onnx/graph';
import { resolveAxis } from '../../tensor/shape';
import { floatTensor } from '../../tensor/tensor';
import { integers } from '../backward';
import type { PlainRule } from './define';

/** Every list as an input, with ends that are there. Source: https://onnx.ai/onnx/operators/onnx__Slice.html (set 10) */
export const slice: PlainRule = ({ inputs: [x = '', ...names], attributes }, { inputs, set, builder }) => {
  const [given, ...listed] = inputs;
  const stated = [attributes.starts, attributes.ends, attributes.axes].map(intsOf);
  const [starts, ends, axes, steps] = set < 10 ? stated : listed.map((list) => list?.values);
  if (!given || !starts || !ends) return undefined;
  const rank = given.shape.length;
  const along = (axes ?? starts.map((_, at) => at)).map((axis) => resolveAxis(axis, rank));
  const stepped = steps ?? starts.map(() => 1);
  if (along.includes(undefined) || stepped.some((step) => step <= 0)) return undefined;
  const inside = (list: readonly number[]) =>
    list.map((place, at) => {
      const length = given.shape[along[at] ?? 0] ?? 0;
      return Math.min(Math.max(place < 0 ? place + length : place, 0), length);
    });
  const lists = [inside(starts), inside(ends), along.map((axis) => axis ?? 0), stepped];
  const isPlain = [starts, ends, axes ?? lists[2], stepped].every(
    (list, at) => list?.join() === lists[at]?.join(),
  );
  if (set >= 10 && isPlain && names.length === lists.length && names.every(Boolean)) return undefined;
  // Along several axes one after the other, as layers cut.
  return [
    along.reduce<string>(
      (value, _, at) =>
        builder.op('Slice', [value, ...lists.map((list) => integers(builder, [list[at] ?? 0]))]),
      x,
    ),
  ];
};

/** The sizes of all pieces as an input, and the axis from the front. Source: https://onnx.ai/onnx/operators/onnx__Split.html (sets 13 and 18) */
export const split: PlainRule = (node, { inputs: [given, listed], builder }) => {
  const {
    inputs: [x = ''],
    outputs,
    attributes: { axis, split: stated, num_outputs: count },
  } = node;
  const at = resolveAxis(intOf(axis, 0), given?.shape.length ?? 0);
  const length = at === undefined ? undefined : given?.shape[at];
  const isWhole = intOf(count, outputs.length) === outputs.length;
  if (at === undefined || length === undefined || !isWhole) return undefined;
  if (listed && intOf(axis, 0) === at) return undefined;
  const each = Math.ceil(length / outputs.length);
  const even = outputs.map((_, place) => Math.min(each, length - place * each));
  const sizes = listed ? listed.values : (intsOf(stated) ?? even);
  if (sizes?.length !== outputs.length || sizes.some((size) => size < 0)) return undefined;
  return builder.ops('Split', [x, integers(builder, sizes)], outputs.length, { axis: { int: at } });
};

/** The axis from the front. Source: https://onnx.ai/onnx/operators/onnx__ArgMax.html */
export const greatestPlace: PlainRule = ({ inputs: [x = ''], attributes }, { inputs: [given], builder }) => {
  const axis = given && resolveAxis(intOf(attributes.axis, 0), given.shape.length);
  if (axis === undefined || axis === intOf(attributes.axis, 0)) return undefined;
  return [builder.op('ArgMax', [x], { ...attributes, axis: { int: axis } })];
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

/** Axes as an input, from the front. Source: https://onnx.ai/onnx/operators/onnx__ReduceSum.html (set 13) */
export const summed: PlainRule = (
  { inputs: [x = '', listed], attributes },
  { inputs: [given, axes], set, builder },
) => {
  if (!given || (listed && !axes?.values)) return undefined;
  const stated = set < 13 ? intsOf(attributes.axes) : axes?.values;
  if (!stated && intOf(attributes.noop_with_empty_axes, 0) === 1) return undefined;
  const over = (stated?.length ? stated : [...given.shape.keys()]).map(
    (axis) => resolveAxis(axis, given.shape.length) ?? axis,
  );
  if (axes?.values?.join() === over.join()) return undefined;
  const keepdims = { int: intOf(attributes.keepdims, 1) };
  return [builder.op('ReduceSum', [x, integers(builder, over)], { keepdims })];
};
