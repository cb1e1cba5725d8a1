/**
 * Attention: softmax(Q Kᵀ / √d) V over the last two dimensions; a causal one looks at no later place than its own, and a
 * mask is added before softmax.
 * Source: Vaswani et al., "Attention Is All You Need", 2017, section 3.2.1.
 */
import type { OpBuilder } from '../../onnx/builder';
import { scalar } from '../../ops/backward';
import {
  call,
  evaluate,
  named,
  number,
  product,
  quotient,
  sum,
  type Expression,
  type Named,
} from '../../tensor/expression';
import { floatTensor } from '../../tensor/tensor';

export interface Attention {
  readonly query: string;
  /** With its last two dimensions swapped. */
  readonly keyTransposed: string;
  readonly value: string;
  readonly targets: number;
  readonly sources: number;
  /** Numbers of a query, and of a key. */
  readonly length: number;
  readonly isCausal: boolean;
  readonly mask: string | undefined;
  /** What is done to the weights before they are used. */
  readonly drop?: (weights: string) => string;
}

export function emitAttention(builder: OpBuilder, attention: Attention): string {
  const { query, keyTransposed, value, targets, sources, length, mask, drop } = attention;
  const scaled = builder.op('Mul', [query, scalar(builder, 1 / Math.sqrt(length))]);
  const scores = builder.op('MatMul', [scaled, keyTransposed]);
  const masked = mask === undefined ? scores : builder.op('Add', [scores, mask]);
  const seen = attention.isCausal ? builder.op('Add', [masked, later(builder, targets, sources)]) : masked;
  const weights = builder.op('Softmax', [seen], { axis: { int: -1 } });
  return builder.op('MatMul', [drop?.(weights) ?? weights, value]);
}

/** Minus infinity for keys that come later than the query: their weight is 0. */
function later(builder: OpBuilder, targets: number, sources: number): string {
  const values = Array.from({ length: targets * sources }, (_, at) =>
    at % sources > Math.floor(at / sources) ? -Infinity : 0,
  );
  return builder.constant(floatTensor([targets, sources], values));
}

/** The weights of one query over the keys it sees, `mask` key by key; `mark` and `index` tell them from those of others. */
export function attentionWeights(
  query: readonly Expression[],
  keys: readonly (readonly Expression[])[],
  mask: readonly Expression[] | undefined,
  mark: string,
  index: readonly number[],
): readonly Named[] {
  const scores = keys.map((key, at) => {
    const products = key.map((each, place) => product(query[place] ?? number(Number.NaN), each));
    const match = quotient(sum(products), number(Math.sqrt(query.length)));
    const masks = mask?.slice(at, at + 1) ?? [];
    return named(`s${mark}`, [...index, at], masks.length > 0 ? sum([match, ...masks]) : match);
  });
  const largest = Math.max(...scores.map(evaluate));
  // Beyond this exp leaves the range of float32; the engine takes the largest off first, which cancels out.
  const shift = Math.abs(largest) > 80 ? [number(-largest)] : [];
  const powers = scores.map((score) => call('exp', shift.length > 0 ? sum([score, ...shift]) : score));
  const total = named(`total${mark}`, index, sum(powers));
  return powers.map((power, at) => named(`a${mark}`, [...index, at], quotient(power, total)));
}

/** How many keys the query at a place sees. */
export const seenBy = (place: number, sources: number, causal: boolean): number =>
  causal ? Math.min(place + 1, sources) : sources;
