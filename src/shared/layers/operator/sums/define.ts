/** What a sum of an operator is written from. One file a family of operators, `index.ts` the only list. */
import { evaluate, minus, number, product, quotient, sum, type Expression } from '../../../tensor/expression';
import { resolveAxis, sizeOf, type Shape } from '../../../tensor/shape';
import type { Dtype, Tensor } from '../../../tensor/tensor';

export interface SumInput {
  readonly shape: Shape;
  /** The number at a place, with where it was read. */
  readonly at: (index: readonly number[]) => Expression;
}

export interface SumContext {
  /** The set that says what the operator means. */
  readonly set: number;
  /** In the operator's order; undefined for one that is left out. */
  readonly inputs: readonly (SumInput | undefined)[];
  /** Which of its outputs is asked about, which of that output's numbers, and what they are kept as. */
  readonly output: number;
  readonly index: readonly number[];
  readonly dtype: Dtype;
  /** How many outputs it has. */
  readonly outputs: number;
  /** Attributes as they are stated, else what they are by default: zero, nothing or undefined where there is none. */
  readonly int: (name: string) => number;
  readonly float: (name: string) => number;
  readonly text: (name: string) => string;
  readonly list: (name: string) => readonly number[] | undefined;
  readonly tensor: (name: string) => Tensor | undefined;
  readonly isStated: (name: string) => boolean;
}

/** The arithmetic of one number; undefined for a use that is not written out. */
export type SumRule = (context: SumContext) => Expression | undefined;
export type SumRules = Readonly<Record<string, SumRule>>;

export const zero = number(0);
export const one = number(1);

export const less = (a: Expression, b: Expression): Expression => sum([a, minus(b)]);
export const squared = (x: Expression): Expression => product(x, x);
export const meanOf = (terms: readonly Expression[]): Expression =>
  quotient(sum(terms), number(terms.length));

/** 0, 1, ... up to one less than this. */
export const upTo = (length: number): number[] => Array.from({ length }, (_, at) => at);

/** Every place of a box, the last axis first. */
export function placesIn(shape: Shape): number[][] {
  return shape.reduce<number[][]>(
    (places, length) => places.flatMap((place) => upTo(length).map((at) => [...place, at])),
    [[]],
  );
}

/** All numbers of an input, in order: sizes, axes or places; undefined where one of them is none. */
export function valuesOf(input: SumInput | undefined): readonly number[] | undefined {
  // Nothing that says where to read is longer.
  if (!input || sizeOf(input.shape) > 10_000) return undefined;
  const values = placesIn(input.shape).map((place) => evaluate(input.at(place)));
  return values.every(Number.isInteger) ? values : undefined;
}

/** The only number of an input, whatever its rank. */
export function valueOf(input: SumInput | undefined): Expression | undefined {
  return input && sizeOf(input.shape) === 1 ? input.at(input.shape.map(() => 0)) : undefined;
}

/** Axes counted from the front; undefined where there is no such axis. */
export function axesOf(axes: readonly number[], rank: number): readonly number[] | undefined {
  const resolved = axes.flatMap((axis) => resolveAxis(axis, rank) ?? []);
  return resolved.length === axes.length ? resolved : undefined;
}

export const isWhole = (dtype: Dtype): boolean => rangeOf(dtype) !== undefined;

/** The least and the greatest of a type of whole numbers. */
export function rangeOf(dtype: Dtype): readonly [number, number] | undefined {
  const [, kind, digits] = /^(u?int)(\d+)$/.exec(dtype) ?? [];
  if (kind === undefined) return undefined;
  const bits = Number(digits);
  return kind === 'uint' ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}
