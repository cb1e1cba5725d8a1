/**
 * What an attribute says that a model leaves out: stated or left out, it is the same.
 * Source: https://onnx.ai/onnx/operators/ (the operators of set 17; where an earlier set meant another number, that)
 */
import type { OpAttribute, OpAttributes } from '../../onnx/graph';
import { resolveAxis } from '../../tensor/shape';
import { intOf, intsOf, textOf, type OpInput } from '../define';

type Inputs = readonly (OpInput | undefined)[];
type Defaults = (inputs: Inputs, set: number, stated: OpAttributes) => OpAttributes;

const int = (value: number): OpAttribute => ({ int: value });
const real = (value: number): OpAttribute => ({ float: value });
const text = (value: string): OpAttribute => ({ text: value });
const filled = (length: number, value: number): OpAttribute => ({
  ints: new Array<number>(length).fill(value),
});

const always =
  (attributes: OpAttributes): Defaults =>
  () =>
    attributes;

/** A window that slides over the axes after batch and channels: by default one step at a time, and without padding. */
const sliding =
  (more: (rank: number, inputs: Inputs) => OpAttributes): Defaults =>
  (inputs, _, stated) => {
    const rank = Math.max(0, (inputs[0]?.shape.length ?? 2) - 2);
    const isLeft = textOf(stated.auto_pad, 'NOTSET') !== 'NOTSET';
    return {
      auto_pad: text('NOTSET'),
      strides: filled(rank, 1),
      dilations: filled(rank, 1),
      ...(!isLeft && { pads: filled(2 * rank, 0) }),
      ...more(rank, inputs),
    };
  };
const ownKernel = (inputs: Inputs): OpAttributes => ({
  group: int(1),
  kernel_shape: { ints: inputs[1]?.shape.slice(2) ?? [] },
});
const pool: OpAttributes = { ceil_mode: int(0) };
const reduction: Defaults = ([x], set) => ({
  keepdims: int(1),
  // From set 13 and 18 on they are an input.
  ...(set < 18 && x && { axes: { ints: x.shape.map((_, axis) => axis) } }),
});
const alongLast: Defaults = (_, set) => ({ axis: int(set < 13 ? 1 : -1) });

const defaults: Readonly<Record<string, Defaults>> = {
  ArgMax: ([x], _, { axis }) => ({
    keepdims: int(1),
    select_last_index: int(0),
    axis: int(resolveAxis(intOf(axis, 0), x?.shape.length ?? 0) ?? 0),
  }),
  AveragePool: sliding(() => ({ ...pool, count_include_pad: int(0) })),
  BatchNormalization: always({ epsilon: real(1e-5), training_mode: int(0) }),
  Celu: always({ alpha: real(1) }),
  Conv: sliding((_, inputs) => ownKernel(inputs)),
  ConvTranspose: sliding((rank, inputs) => ({ ...ownKernel(inputs), output_padding: filled(rank, 0) })),
  Elu: always({ alpha: real(1) }),
  Gather: always({ axis: int(0) }),
  Gemm: always({ alpha: real(1), beta: real(1), transA: int(0), transB: int(0) }),
  HardSigmoid: always({ alpha: real(0.2), beta: real(0.5) }),
  LeakyRelu: always({ alpha: real(0.01) }),
  LogSoftmax: alongLast,
  MaxPool: sliding(() => ({ ...pool, storage_order: int(0) })),
  OneHot: always({ axis: int(-1) }),
  Pad: always({ mode: text('constant') }),
  ReduceMax: reduction,
  ReduceMean: reduction,
  ReduceSum: always({ keepdims: int(1), noop_with_empty_axes: int(0) }),
  Reshape: always({ allowzero: int(0) }),
  Selu: always({ alpha: real(1.6732632423543772), gamma: real(1.0507009873554805) }),
  Softmax: alongLast,
  Split: always({ axis: int(0) }),
  Transpose: ([x]) => ({ perm: { ints: [...(x?.shape.keys() ?? [])].reverse() } }),
};

/** Their axes are counted from the front. */
const isReduction = /^Reduce/;

/** With all that it means said; what has no say for these inputs is said in one way. */
export function completed(type: string, stated: OpAttributes, inputs: Inputs, set: number): OpAttributes {
  const rule = Object.hasOwn(defaults, type) ? defaults[type] : undefined;
  const all = rule ? { ...rule(inputs, set, stated), ...stated } : stated;
  // Whether padding counts is all the same where there is none.
  const isBare = intsOf(all.pads)?.every((count) => count === 0) === true;
  if (isBare && intOf(all.count_include_pad, 0) === 1) return { ...all, count_include_pad: int(0) };
  const axes = isReduction.test(type) ? intsOf(all.axes) : undefined;
  const rank = inputs[0]?.shape.length ?? 0;
  return axes ? { ...all, axes: { ints: axes.map((axis) => resolveAxis(axis, rank) ?? axis) } } : all;
}
