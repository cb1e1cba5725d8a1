/** Sizes that a model works out while it runs, and that are known beforehand: numbers like any other it brings. */
import { resolveAxis, sizeOf } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import { intOf, intsOf, type OpInput } from '../define';
import { wholeNumbers, type PlainContext, type PlainRule } from './define';

type Known = OpInput & { readonly values: readonly number[] };

/** Whole numbers from whole numbers, where all of them are known and in a row or alone. */
function folded(work: (inputs: readonly Known[], axis: number | undefined) => Tensor | undefined): PlainRule {
  return ({ attributes }, { inputs }) => {
    const known = inputs.filter((input): input is Known => input?.values !== undefined);
    if (known.length < inputs.length || known.some(({ shape }) => shape.length > 1)) return undefined;
    return work(known, intsOf(attributes.axes)?.[0] ?? intOf(attributes.axis, 0));
  };
}

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

export const gathered = folded(([data, indices]) => {
  const length = data?.values.length ?? 0;
  if (!data || !indices || data.shape.length !== 1) return undefined;
  const picked = indices.values.map((index) => data.values[index < 0 ? index + length : index]);
  return picked.every((value) => value !== undefined) ? wholeNumbers(indices.shape, picked) : undefined;
});

export const joined = folded((parts) => {
  const values = parts.flatMap((part) => part.values);
  return parts.every((part) => part.shape.length === 1) ? wholeNumbers([values.length], values) : undefined;
});

/** One number becomes a row of it, and the other way round. */
export const rowOfOne = sameNumbers(() => [1]);
export const oneOfRow: PlainRule = (node, context) =>
  context.inputs[0]?.values?.length === 1 ? sameNumbers(() => [])(node, context) : undefined;
const asTheyAre = sameNumbers(({ shape: kept }) => kept);

/** ONNX's numbers for int32 and int64. */
const wholeTypes: readonly number[] = [6, 7];
export const castToWhole: PlainRule = (node, context) =>
  wholeTypes.includes(intOf(node.attributes.to, 0)) ? asTheyAre(node, context) : undefined;

export const cut = folded(([data, starts, ends, axes, steps]) => {
  const length = data?.shape[0];
  const isRow = [starts, ends, axes, steps].every((list) => (list?.values.length ?? 1) === 1);
  if (!data || !starts || !ends || length === undefined || !isRow) return undefined;
  if (resolveAxis(axes?.values[0] ?? 0, 1) !== 0 || (steps?.values[0] ?? 1) !== 1) return undefined;
  const part = data.values.slice(starts.values[0] ?? 0, ends.values[0] ?? length);
  return wholeNumbers([part.length], part);
});

const pairwise = (work: (a: number, b: number) => number): PlainRule =>
  folded(([a, b]) => {
    if (!a || !b) return undefined;
    const [length, other] = [a.values.length, b.values.length];
    if (length !== other && length !== 1 && other !== 1) return undefined;
    const values = Array.from({ length: Math.max(length, other) }, (_, at) =>
      work(a.values[length === 1 ? 0 : at] ?? 0, b.values[other === 1 ? 0 : at] ?? 0),
    );
    if (!values.every(Number.isSafeInteger)) return undefined;
    return wholeNumbers(a.shape.length > b.shape.length ? a.shape : b.shape, values);
  });

export const added = pairwise((a, b) => a + b);
export const subtracted = pairwise((a, b) => a - b);
export const multiplied = pairwise((a, b) => a * b);
/** Whole numbers are divided towards zero; by zero they are not. */
export const divided = pairwise((a, b) => (b === 0 ? Number.NaN : Math.trunc(a / b)));

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
