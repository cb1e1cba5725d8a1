/** How far two tensors are apart: every number of both is looked at, in turns. */
import { areShapesEqual, indexAt, sizeOf, type Shape } from '../tensor/shape';
import { numberAt, type Dtype, type Tensor } from '../tensor/tensor';
import { isWhole, valueAt, type Value } from '../tensor/value';
import type { Tolerance } from './tolerance';

/** What is beyond every tolerance: another shape, or numbers held against words. */
type Misfit = 'shapes' | 'types';

export interface Difference {
  /** The element types and shapes of both. */
  readonly dtypes: readonly [Dtype, Dtype];
  readonly shapes: readonly [Shape, Shape];
  readonly misfit?: Misfit;
  /** How many elements are beyond the tolerance; whole numbers, truth values and words where they are not the same. */
  readonly beyond: number;
  /**
   * The largest |one - other|, and the largest of |one - other| / max(|one|, |other|), where 0 / 0 is 0. NaN is NaN and an
   * infinity itself; held against anything else both are infinitely far. Undefined where there is nothing to subtract.
   */
  readonly absolute?: number;
  readonly relative?: number;
  /** Where they are furthest apart, and what stands there; undefined where all is the same. */
  readonly furthest?: { readonly index: readonly number[]; readonly values: readonly [Value, Value] };
}

/** Elements of a turn. */
const turnLength = 65_536;

type Kind = 'float' | 'whole' | 'truth' | 'word';

function kindOf(dtype: Dtype): Kind {
  if (dtype === 'bool') return 'truth';
  if (dtype === 'string') return 'word';
  return isWhole(dtype) ? 'whole' : 'float';
}

/** Yields the elements of each turn; floats of different lengths in bits are held against each other as numbers. */
export function* differ(one: Tensor, other: Tensor, tolerance: Tolerance): Generator<number, Difference> {
  const both = {
    dtypes: [one.dtype, other.dtype],
    shapes: [one.shape, other.shape],
  } as const satisfies Partial<Difference>;
  const size = sizeOf(one.shape);
  if (!areShapesEqual(one.shape, other.shape)) return { ...both, misfit: 'shapes', beyond: size };
  const kind = kindOf(one.dtype);
  if (kindOf(other.dtype) !== kind) return { ...both, misfit: 'types', beyond: size };
  const found = new Furthest();
  const look = lookOf(kind, one, other, tolerance, found);
  for (let from = 0; from < size; from += turnLength) {
    const to = Math.min(size, from + turnLength);
    look(from, to);
    yield to - from;
  }
  const { at, beyond, absolute, relative } = found;
  const [is, should] = [one, other].map((tensor) => (at < 0 ? undefined : valueAt(tensor, at)));
  return {
    ...both,
    beyond,
    ...((kind === 'float' || kind === 'whole') && { absolute, relative }),
    ...(is !== undefined &&
      should !== undefined && { furthest: { index: indexAt(one.shape, at), values: [is, should] } }),
  };
}

/** The same, in one go. */
export function difference(one: Tensor, other: Tensor, tolerance: Tolerance): Difference {
  const turns = differ(one, other, tolerance);
  for (;;) {
    const turn = turns.next();
    if (turn.done) return turn.value;
  }
}

class Furthest {
  /** Flat offset; -1 while all is the same. */
  at = -1;
  absolute = 0;
  relative = 0;
  beyond = 0;

  add(at: number, absolute: number, relative: number, isBeyond: boolean): void {
    if (isBeyond) this.beyond++;
    if (relative > this.relative) this.relative = relative;
    if (this.at >= 0 && absolute <= this.absolute) return;
    this.absolute = absolute;
    this.at = at;
  }
}

type Look = (from: number, to: number) => void;

function lookOf(kind: Kind, one: Tensor, other: Tensor, tolerance: Tolerance, found: Furthest): Look {
  if (kind === 'truth' || kind === 'word')
    return (from, to) => {
      for (let at = from; at < to; at++)
        if (valueAt(one, at) !== valueAt(other, at)) found.add(at, 0, 0, true);
    };
  if ([one, other].some(({ values }) => values instanceof BigInt64Array || values instanceof BigUint64Array))
    return (from, to) => {
      for (let at = from; at < to; at++) addWhole(at, wholeAt(one, at), wholeAt(other, at), found);
    };
  return (from, to) => {
    const [is, should] = [numbersIn(one, from, to), numbersIn(other, from, to)];
    for (let at = 0; at < to - from; at++)
      addNumber(from + at, is[at] ?? 0, should[at] ?? 0, kind === 'whole' ? undefined : tolerance, found);
  };
}

/** Without a tolerance what is not the same is beyond it. */
function addNumber(
  at: number,
  is: number,
  should: number,
  tolerance: Tolerance | undefined,
  found: Furthest,
): void {
  if (is === should || (Number.isNaN(is) && Number.isNaN(should))) return;
  const distance = Math.abs(is - should);
  if (!Number.isFinite(is) || !Number.isFinite(should)) {
    found.add(at, Infinity, Infinity, true);
    return;
  }
  const largest = Math.max(Math.abs(is), Math.abs(should));
  // The distance of two numbers of opposite signs may be more than a double holds.
  const relative = distance === Infinity ? Math.abs(is / largest - should / largest) : distance / largest;
  const isWithin = tolerance && distance <= tolerance.absolute + tolerance.relative * Math.abs(should);
  found.add(at, distance, relative, !isWithin);
}

/** The distance is exact before it is told as a number: beyond 2 ** 53 doubles miss some whole numbers. */
function addWhole(at: number, is: bigint, should: bigint, found: Furthest): void {
  if (is === should) return;
  const distance = Number(is > should ? is - should : should - is);
  const largest = Math.max(Math.abs(Number(is)), Math.abs(Number(should)));
  found.add(at, distance, distance / largest, true);
}

function wholeAt(tensor: Tensor, at: number): bigint {
  const value = valueAt(tensor, at);
  return typeof value === 'bigint' ? value : 0n;
}

/** A part of its numbers: as they lie there, where they are plain numbers. */
export function numbersIn(tensor: Tensor, from: number, to: number): ArrayLike<number> {
  const { dtype, values } = tensor;
  const isPlain = values instanceof Float32Array || values instanceof Float64Array || /32|16$|8$/.test(dtype);
  if (isPlain && dtype !== 'float16' && ArrayBuffer.isView(values))
    return (values as Float32Array).subarray(from, to);
  return Float64Array.from({ length: to - from }, (_, at) => numberAt(tensor, from + at));
}
