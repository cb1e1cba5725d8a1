/** Windows whose padding a model leaves to the runtime, and means of all there is. */
import type { OpAttributes } from '../../onnx/graph';
import { resolveAxis } from '../../tensor/shape';
import { reshapeTo } from '../backward';
import { intOf, intsOf, textOf, type OpInput } from '../define';
import type { PlainRule } from './define';

/** The mean of each channel, as a pool over all places that is then a row. */
export const channelMeans: PlainRule = ({ inputs: [x = ''], attributes }, { inputs: [given], builder }) => {
  const axes = intsOf(attributes.axes)?.map((axis) => resolveAxis(axis, given?.shape.length ?? 0));
  const sizes = given?.shape.slice(2) ?? [];
  const isOfPlaces = axes?.toSorted().join() === sizes.map((_, axis) => axis + 2).join();
  // Norms keep the axes, and one axis has a mean of its own.
  if (!given || sizes.length < 2 || !isOfPlaces || intOf(attributes.keepdims, 1) !== 0) return undefined;
  return [reshapeTo(builder, builder.op('GlobalAveragePool', [x]), given.shape.slice(0, 2))];
};

interface Sides {
  readonly begin: number;
  readonly end: number;
}

/** The padding along each axis where a word says it: as many places as steps go into the input, or none at all. */
function wordedPads(attributes: OpAttributes, { shape }: OpInput): readonly Sides[] | undefined {
  const word = textOf(attributes.auto_pad, 'NOTSET');
  if (!['VALID', 'SAME_UPPER', 'SAME_LOWER'].includes(word)) return undefined;
  const kernel = intsOf(attributes.kernel_shape) ?? [];
  const [strides = [], dilations = []] = [attributes.strides, attributes.dilations].map(intsOf);
  return shape.slice(2).map((size, axis) => {
    if (word === 'VALID') return { begin: 0, end: 0 };
    const [step, reach] = [strides[axis] ?? 1, (dilations[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) + 1];
    const missing = Math.max(0, (Math.ceil(size / step) - 1) * step + reach - size);
    const less = Math.floor(missing / 2);
    return word === 'SAME_LOWER'
      ? { begin: missing - less, end: less }
      : { begin: less, end: missing - less };
  });
}

/** The padding that makes room for a window which reaches over the end, as pools count with ceil_mode. */
function roomyPads(attributes: OpAttributes, { shape }: OpInput): readonly Sides[] {
  const kernel = intsOf(attributes.kernel_shape) ?? [];
  const [strides = [], dilations = [], pads = []] = [
    attributes.strides,
    attributes.dilations,
    attributes.pads,
  ].map(intsOf);
  return shape.slice(2).map((size, axis) => {
    const [step, reach] = [strides[axis] ?? 1, (dilations[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) + 1];
    const [begin, end] = [pads[axis] ?? 0, pads[axis + shape.length - 2] ?? 0];
    const room = size + begin + end - reach;
    const last = Math.ceil(room / step) * step;
    // A window that would start behind the input is dropped.
    const reached = last >= size + begin ? last - step : last;
    return { begin, end: end + Math.max(0, reached - room) };
  });
}

/** Source: https://onnx.ai/onnx/operators/onnx__Conv.html (auto_pad), onnx__MaxPool.html (ceil_mode) */
export const padded =
  (type: 'AveragePool' | 'Conv' | 'MaxPool'): PlainRule =>
  (node, { inputs: [given], builder }) => {
    const { auto_pad: word, ceil_mode: ceil, ...attributes } = node.attributes;
    const isWorded = textOf(word, 'NOTSET') !== 'NOTSET';
    const isRoomy = intOf(ceil, 0) === 1;
    // The mean of a window that reaches over the end is of fewer numbers than padding tells.
    if (!given || !(isWorded || (isRoomy && type === 'MaxPool'))) return undefined;
    if (isWorded && isRoomy) return undefined;
    const pads = isWorded ? wordedPads(node.attributes, given) : roomyPads(node.attributes, given);
    if (!pads) return undefined;
    const ints = [...pads.map(({ begin }) => begin), ...pads.map(({ end }) => end)];
    return builder.ops(type, node.inputs, node.outputs.length, { ...attributes, pads: { ints } });
  };
