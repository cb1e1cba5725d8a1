/** Sizes that a model works out while it runs, and that are known beforehand: numbers like any other it brings. */
import { areShapesEqual, broadcastShapes, resolveAxis, sizeOf } from '../../tensor/shape';
import { floatTensor, isFloat, numberAt, type Tensor } from '../../tensor/tensor';
import { isProblem } from '../../messages/problem';
import type { OpAttributes } from '../../onnx/graph';
import { intOf, intsOf, type OpInput } from '../define';
import { slice as cutOp } from '../slice';
import { wholeNumbers, type PlainContext, type PlainRule } from './define';

type Known = OpInput & { readonly values: readonly number[] };

/** Whole numbers from whole numbers, where all of them are known. */
function folded(work: (inputs: readonly Known[], attributes: OpAttributes) => Tensor | undefined): PlainRule {
  return ({ attributes }, { inputs }) => {
    const known = inputs.filter((input): input is Known => input?.values !== undefined);
    const count = known.reduce((total, { values }) => total + values.length, 0);
    return known.length < inputs.length || count > sizesLimit ? undefined : work(known, attributes);
  };
}

/** Whole numbers that are worked out from others, at most: sizes and places are few. */
const sizesLimit = 10_000;

const isRow = ({ shape }: Known): boolean => shape.length === 1;

const sameNumbers = (shape: (given: Known) => readonly number[]): PlainRule =>
  folded(([given]) => given && wholeNumbers(shape(given), given.values));

/** Source: https://onnx.ai/onnx/operators/onnx__Shape.html */
export const shape: PlainRule = ({ attributes }, { inputs: [x] }) => {
  if (!x) return undefined;
  const end = 'end' in attributes ? intOf(attributes.end, 0) : x.shape.length;
  const sizes = x.shape.slice(intOf(attributes.start, 0), end);
  return wholeNumbers([sizes.length], sizes);
};

/** Source: https://onnx.ai/onnx/operators/onnx__Size.html */
export const size: PlainRule = (_, { inputs: [x] }) => x && wholeNumbers([], [sizeOf(x.shape)]);

/** Source: https://onnx.ai/onnx/operators/onnx__Gather.html */
export const gathered = folded(([data, indices]) => {
  const length = data?.values.length ?? 0;
  if (!data || !indices || !isRow(data)) return undefined;
  const picked = indices.values.map((index) => data.values[index < 0 ? index + length : index]);
  return picked.every((value) => value !== undefined) ? wholeNumbers(indices.shape, picked) : undefined;
});

/** Source: https://onnx.ai/onnx/operators/onnx__Concat.html */
export const joined = folded((parts) => {
  const values = parts.flatMap((part) => part.values);
  return parts.every(isRow) ? wholeNumbers([values.length], values) : undefined;
});

/** One number becomes a row of it, and the other way round. */
export const rowOfOne: PlainRule = (node, context) =>
  context.inputs[0]?.shape.length === 0 ? sameNumbers(() => [1])(node, context) : undefined;
export const oneOfRow: PlainRule = (node, context) =>
  context.inputs[0]?.values?.length === 1 ? sameNumbers(() => [])(node, context) : undefined;
const asTheyAre = sameNumbers(({ shape: kept }) => kept);

/** ONNX's numbers for int32 and int64. */
const wholeTypes: readonly number[] = [6, 7];
export const castToWhole: PlainRule = (node, context) =>
  wholeTypes.includes(intOf(node.attributes.to, 0)) ? asTheyAre(node, context) : undefined;

/** The same numbers in rows. Source: https://onnx.ai/onnx/operators/onnx__Reshape.html */
export const inRows = folded(([data, sizes]) => {
  if (!data || !sizes || sizes.values.some((size) => size === 0)) return undefined;
  const known = sizeOf(sizes.values.filter((size) => size !== -1));
  const shape = sizes.values.map((size) => (size === -1 ? data.values.length / known : size));
  const isWhole = shape.every(Number.isInteger) && sizeOf(shape) === data.values.length;
  return isWhole ? wholeNumbers(shape, data.values) : undefined;
});

/** Rows as columns. Source: https://onnx.ai/onnx/operators/onnx__Transpose.html */
export const turned = folded(([data], attributes) => {
  const [rows = 0, columns = 0] = data?.shape ?? [];
  if (data?.shape.length !== 2 || intsOf(attributes.perm)?.join() !== '1,0') return undefined;
  const values = Array.from({ length: rows * columns }, (_, at) => {
    const [column, row] = [Math.floor(at / rows), at % rows];
    return data.values[row * columns + column] ?? 0;
  });
  return wholeNumbers([columns, rows], values);
});

/** Rows of the first axis, backwards too. Source: https://onnx.ai/onnx/operators/onnx__Slice.html */
export const cut = folded(([data, starts, ends, axes, steps]) => {
  const [length, ...row] = data?.shape ?? [];
  const lists = [starts, ends, axes, steps].map((list) => list?.values);
  if (!data || length === undefined || lists.some((list) => (list?.length ?? 1) !== 1)) return undefined;
  const [[start] = [], [end] = [], [axis = 0] = [], [step = 1] = []] = lists;
  if (start === undefined || end === undefined || resolveAxis(axis, data.shape.length) !== 0 || step === 0)
    return undefined;
  const place = (at: number, low: number, high: number) =>
    Math.min(Math.max(at < 0 ? at + length : at, low), high);
  const from = step > 0 ? place(start, 0, length) : place(start, -1, length - 1);
  const to = step > 0 ? place(end, 0, length) : place(end, -1, length - 1);
  const count = Math.max(0, Math.ceil((to - from) / step));
  const width = sizeOf(row);
  const values = Array.from({ length: count }, (_, at) => (from + at * step) * width).flatMap((first) =>
    data.values.slice(first, first + width),
  );
  return wholeNumbers([count, ...row], values);
});

const pairwise = (work: (a: number, b: number) => number): PlainRule =>
  folded(([a, b]) => {
    if (!a || !b || a.shape.length > 1 || b.shape.length > 1) return undefined;
    const [length, other] = [a.values.length, b.values.length];
    if (length !== other && length !== 1 && other !== 1) return undefined;
    const values = Array.from({ length: Math.max(length, other) }, (_, at) =>
      work(a.values[length === 1 ? 0 : at] ?? 0, b.values[other === 1 ? 0 : at] ?? 0),
    );
    if (!values.every(Number.isSafeInteger)) return undefined;
    // Of a number alone and a row, the row is the longer one, or the one that is a row.
    const isFirst = length === other ? a.shape.length > b.shape.length : length > other;
    return wholeNumbers(isFirst ? a.shape : b.shape, values);
  });

export const added = pairwise((a, b) => a + b);
export const subtracted = pairwise((a, b) => a - b);
export const multiplied = pairwise((a, b) => a * b);
/** Whole numbers are divided towards zero; by zero they are not. */
export const divided = pairwise((a, b) => (b === 0 ? Number.NaN : Math.trunc(a / b)));

/** Source: https://onnx.ai/onnx/operators/onnx__ConstantOfShape.html */
export const constantOfShape: PlainRule = ({ attributes }, { inputs: [sizes] }) => {
  const { value } = attributes;
  const filling = value && 'tensor' in value ? value.tensor : floatTensor([1], [0]);
  const count = sizes?.values && sizeOf(sizes.values);
  if (!sizes?.values || count === undefined || count > foldLimit) return undefined;
  const numbers = new Array<number>(count).fill(numberAt(filling, 0));
  if (filling.dtype === 'int64') return wholeNumbers(sizes.values, numbers);
  return isFloat(filling) ? floatTensor(sizes.values, numbers) : undefined;
};

/** Source: https://onnx.ai/onnx/operators/onnx__Range.html */
export const range = folded(([start, limit, delta]) => {
  const [from, to, step] = [start, limit, delta].map((one) => one?.values[0]);
  if (from === undefined || to === undefined || !step) return undefined;
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (count > foldLimit) return undefined;
  return wholeNumbers(
    [count],
    Array.from({ length: count }, (_, at) => from + at * step),
  );
});

/** Numbers of the model stretched to sizes that are known. Source: https://onnx.ai/onnx/operators/onnx__Expand.html */
export const expanded: PlainRule = (
  { inputs: [x = ''] },
  { inputs: [given, sizes], tensor, set, builder },
) => {
  const target = given && sizes?.values && broadcastShapes(given.shape, sizes.values);
  if (!given || !target || set < 8) return undefined;
  if (areShapesEqual(target, given.shape)) return [x];
  const kept = tensor(x);
  const isSmall = kept && isFloat(kept) && sizeOf(kept.shape) <= foldLimit && sizeOf(target) <= foldLimit;
  const filling = isSmall ? evenly(kept) : undefined;
  if (filling !== undefined) return floatTensor(target, new Array<number>(sizeOf(target)).fill(filling));
  // What is added to zeros of a shape has it.
  return sizeOf(target) <= foldLimit
    ? [
        builder.op('Add', [
          x,
          builder.constant(floatTensor(target, new Array<number>(sizeOf(target)).fill(0))),
        ]),
      ]
    : undefined;
};

/** What is cut out of one number everywhere. */
export const cutOfFill: PlainRule = ({ inputs: [x] }, { inputs, tensor, set }) => {
  const kept = tensor(x);
  const filling = kept && isFloat(kept) && sizeOf(kept.shape) <= foldLimit ? evenly(kept) : undefined;
  const known = inputs.filter((input) => input !== undefined);
  if (filling === undefined || set < 10 || known.length < inputs.length) return undefined;
  const cutShapes = cutOp.shape(known, {});
  if (isProblem(cutShapes)) return undefined;
  const [shape = []] = cutShapes;
  return floatTensor(shape, new Array<number>(sizeOf(shape)).fill(filling));
};

/** The number that all are; undefined where they differ. */
function evenly(tensor: Tensor<'float32'>): number | undefined {
  const first = numberAt(tensor, 0);
  return tensor.values.every((value) => value === first) ? first : undefined;
}

/** Numbers that are filled in beforehand, at most: more of them are the file's to hold. */
export const foldLimit = 1_000_000;

/** One real number from real numbers of the model. */
export const counted =
  (work: (...numbers: number[]) => number): PlainRule =>
  ({ inputs }, { tensor }) => {
    const given = inputs.map(tensor);
    const isReal = given.every((one) => one && isFloat(one) && one.values.length === 1);
    const [first] = given;
    if (!isReal || !first) return undefined;
    return floatTensor(first.shape, [work(...given.map((one) => (one ? numberAt(one, 0) : Number.NaN)))]);
  };

/** A whole number as a real one. */
export const castToReal: PlainRule = ({ attributes }, { inputs: [x] }) =>
  x?.values?.length === 1 && intOf(attributes.to, 0) === 1 ? floatTensor(x.shape, x.values) : undefined;

/** The first rule that says something. */
export const either =
  (...rules: readonly PlainRule[]): PlainRule =>
  (node, context: PlainContext) => {
    for (const rule of rules) {
      const found = rule(node, context);
      if (found) return found;
    }
    return undefined;
  };
