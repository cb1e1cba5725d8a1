/** Rows by columns. Source: https://onnx.ai/onnx/operators/ */
import { number, product, sum, type Expression } from '../../../tensor/expression';
import { broadcastIndex } from '../../../tensor/shape';
import { less, placesIn, upTo, type SumContext, type SumInput, type SumRule, type SumRules } from './define';

/** A matrix, or a pile of them, perhaps turned. */
interface Factor {
  readonly x: SumInput;
  readonly isTurned?: boolean;
}

/** The pairs that are multiplied for one number of a product of matrices, as `numpy.matmul` has it. */
export function pairsOf(
  a: Factor,
  b: Factor,
  index: readonly number[],
): readonly { readonly places: readonly [number[], number[]] }[] | undefined {
  const [rankA, rankB] = [a.x.shape.length, b.x.shape.length];
  if (rankA === 0 || rankB === 0 || (a.isTurned && rankA < 2) || (b.isTurned && rankB < 2)) return undefined;
  const left = [...index];
  const column = rankB > 1 ? (left.pop() ?? 0) : 0;
  const row = rankA > 1 ? (left.pop() ?? 0) : 0;
  const placeIn = (
    { x: { shape }, isTurned = false }: Factor,
    outer: number,
    inner: number,
    isFirst: boolean,
  ) => {
    if (shape.length === 1) return [inner];
    const pile = broadcastIndex(shape.slice(0, -2), left);
    return isFirst === isTurned ? [...pile, inner, outer] : [...pile, outer, inner];
  };
  const length = a.x.shape.at(a.isTurned ? -2 : -1) ?? 0;
  return upTo(length).map((at) => ({
    places: [placeIn(a, row, at, true), placeIn(b, column, at, false)] as const,
  }));
}

const timesEach = (a: Factor, b: Factor, index: readonly number[]): Expression | undefined => {
  const pairs = pairsOf(a, b, index);
  return pairs && sum(pairs.map(({ places: [first, second] }) => product(a.x.at(first), b.x.at(second))));
};

const matMul: SumRule = ({ inputs: [a, b], index }) => a && b && timesEach({ x: a }, { x: b }, index);

const gemm: SumRule = ({ inputs: [a, b, c], index, int, float }) => {
  if (!a || !b) return undefined;
  const turned = (name: string) => int(name) !== 0;
  const found = timesEach({ x: a, isTurned: turned('transA') }, { x: b, isTurned: turned('transB') }, index);
  const scaled = found && scaledBy(float('alpha'), found);
  const more = c && scaledBy(float('beta'), c.at(broadcastIndex(c.shape, index)));
  if (!scaled || !more) return scaled;
  return sum(scaled.kind === 'sum' ? [...scaled.terms, more] : [scaled, more]);
};

const fused: SumRule = ({ inputs: [a, b], index, int, float }) => {
  if (!a || !b || int('transBatchA') !== 0 || int('transBatchB') !== 0) return undefined;
  // A row is not turned, whatever is said of it.
  const turned = (name: string, { shape }: SumInput) => int(name) !== 0 && shape.length > 1;
  const found = timesEach(
    { x: a, isTurned: turned('transA', a) },
    { x: b, isTurned: turned('transB', b) },
    index,
  );
  return found && scaledBy(float('alpha'), found);
};

const scaledBy = (factor: number, of: Expression): Expression =>
  factor === 1 ? of : product(number(factor), of);

/** A number less the one that stands for zero: one for all, or one a row or a column, along this axis. */
export function offZero(
  x: SumInput,
  at: readonly number[],
  zeros: SumInput | undefined,
  axis: number,
): Expression | undefined {
  if (!zeros) return x.at(at);
  const [count = 1] = zeros.shape;
  if (zeros.shape.length > 1 || (count !== 1 && count !== x.shape[axis])) return undefined;
  return less(x.at(at), zeros.at(zeros.shape.map(() => (count === 1 ? 0 : (at[axis] ?? 0)))));
}

/** The terms, unless one of them is not known. */
export function allOf(terms: readonly (Expression | undefined)[]): readonly Expression[] | undefined {
  const known = terms.flatMap((term) => term ?? []);
  return known.length === terms.length ? known : undefined;
}

/** Products of what lies off zero. */
export function wholeProducts(
  a: SumInput,
  b: SumInput,
  zeros: readonly [SumInput | undefined, SumInput | undefined],
  index: readonly number[],
): Expression | undefined {
  const terms = pairsOf({ x: a }, { x: b }, index)?.map(({ places: [first, second] }) => {
    const one = offZero(a, first, zeros[0], a.shape.length - 2);
    const other = offZero(b, second, zeros[1], b.shape.length - 1);
    return one && other && product(one, other);
  });
  const known = terms && allOf(terms);
  return known && sum(known);
}

const matMulInteger: SumRule = ({ inputs: [a, b, zeroA, zeroB], index }) =>
  a && b && wholeProducts(a, b, [zeroA, zeroB], index);

/** Letters for the axes of each input and of the answer; those of `...` are counted from the last. */
function lettersOf({ text, inputs }: SumContext): { of: string[][]; answer: string[] } | undefined {
  const [left = '', right] = text('equation').replaceAll(' ', '').split('->');
  const stated = left.split(',');
  if (stated.length !== inputs.length) return undefined;
  const widths = stated.map((letters, at) => {
    const rank = inputs[at]?.shape.length ?? 0;
    return letters.includes('...') ? rank - (letters.length - 3) : 0;
  });
  const spread = (letters: string, width: number): string[] => {
    const [before = '', after] = letters.split('...');
    if (after === undefined) return Array.from(before);
    const dots = upTo(width).map((at) => `...${width - at}`);
    return [...Array.from(before), ...dots, ...Array.from(after)];
  };
  const of = stated.map((letters, at) => spread(letters, widths[at] ?? 0));
  if (of.some((letters, at) => letters.length !== inputs[at]?.shape.length)) return undefined;
  const all = left.replace(/[^a-zA-Z]/g, '');
  const once = Array.from(all)
    .filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter))
    .sort();
  const answer = right ?? `${left.includes('...') ? '...' : ''}${once.join('')}`;
  return { of, answer: spread(answer, Math.max(...widths)) };
}

const einsum: SumRule = (context) => {
  const { inputs, index } = context;
  const letters = lettersOf(context);
  if (letters?.answer.length !== index.length) return undefined;
  const sizes = new Map<string, number>();
  letters.of.forEach((own, at) => {
    own.forEach((letter, axis) => {
      sizes.set(letter, Math.max(sizes.get(letter) ?? 1, inputs[at]?.shape[axis] ?? 1));
    });
  });
  const known = new Map(letters.answer.map((letter, axis) => [letter, index[axis] ?? 0]));
  const summed = [...sizes.keys()].filter((letter) => !known.has(letter));
  const terms = placesIn(summed.map((letter) => sizes.get(letter) ?? 1)).map((place) => {
    const atOf = (letter: string) => known.get(letter) ?? place[summed.indexOf(letter)] ?? 0;
    const factors = inputs.flatMap((input, at) => {
      const own = letters.of[at] ?? [];
      return input?.at(broadcastIndex(input.shape, own.map(atOf))) ?? [];
    });
    return factors.length === 1 ? factors[0] : product(...factors);
  });
  const [first, ...others] = allOf(terms) ?? [];
  return others.length === 0 || !first ? first : sum([first, ...others]);
};

export const productSums: SumRules = {
  Einsum: einsum,
  Gemm: gemm,
  MatMul: matMul,
  MatMulInteger: matMulInteger,
};

/** Of other runtimes. Source: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md */
export const contribProductSums: SumRules = { FusedMatMul: fused };
