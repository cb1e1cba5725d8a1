/**
 * Attention in several heads: queries, keys and values are projected, each head attends with its share of their
 * numbers, and what all heads answer side by side is projected again.
 * Source: Vaswani et al., "Attention Is All You Need", 2017, section 3.2.2; parameters as torch.nn.MultiheadAttention.
 */
import type { OpBuilder } from '../../onnx/builder';
import { integers, reshapeTo } from '../../ops/backward';
import { named, product, sum, type Expression } from '../../tensor/expression';
import type { ParameterSpec } from '../define';
import type { Seen } from '../seen';
import { attentionWeights, emitAttention, seenBy } from './attend';

interface Heads {
  /** Numbers of a row. */
  readonly length: number;
  readonly heads: number;
  readonly bias: boolean;
  readonly isCausal: boolean;
}

export function headParameters(prefix: string, length: number, bias: boolean): readonly ParameterSpec[] {
  const spec = (name: string, shape: readonly number[], bound: number): ParameterSpec => ({
    name: `${prefix}${name}`,
    shape,
    initial: (random) => (bound === 0 ? 0 : random.uniform(-bound, bound)),
  });
  // xavier_uniform of all three projections as one matrix; the last is a Linear whose bias starts at zero.
  const projections = spec('in_proj_weight', [3 * length, length], Math.sqrt(6 / (4 * length)));
  const last = spec('out_proj.weight', [length, length], 1 / Math.sqrt(length));
  return bias
    ? [projections, spec('in_proj_bias', [3 * length], 0), last, spec('out_proj.bias', [length], 0)]
    : [projections, last];
}

interface EmitHeads extends Heads {
  /** Batch first. */
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly batch: number;
  readonly targets: number;
  readonly sources: number;
  readonly parameter: (name: string) => string;
  readonly mask: string | undefined;
  readonly drop?: (weights: string) => string;
}

export function emitHeads(builder: OpBuilder, given: EmitHeads): string {
  const { query, key, value, batch, targets, sources, length, heads, bias, parameter, mask, drop } = given;
  const thirds = integers(builder, [length, length, length]);
  const three = (name: string) => builder.ops('Split', [parameter(name), thirds], 3, { axis: { int: 0 } });
  const weights = three('in_proj_weight');
  const biases = bias ? three('in_proj_bias') : [];
  const projected = (x: string, at: number) => emitProjection(builder, x, weights[at] ?? '', biases[at]);
  const size = length / heads;
  const split = (x: string, at: number, rows: number, perm: readonly number[]) =>
    builder.op('Transpose', [reshapeTo(builder, projected(x, at), [batch, rows, heads, size])], {
      perm: { ints: perm },
    });
  const attended = emitAttention(builder, {
    query: split(query, 0, targets, [0, 2, 1, 3]),
    keyTransposed: split(key, 1, sources, [0, 2, 3, 1]),
    value: split(value, 2, sources, [0, 2, 1, 3]),
    targets,
    sources,
    length: size,
    isCausal: given.isCausal,
    mask,
    ...(drop && { drop }),
  });
  const sideBySide = builder.op('Transpose', [attended], { perm: { ints: [0, 2, 1, 3] } });
  const joined = reshapeTo(builder, sideBySide, [batch, targets, length]);
  return emitProjection(
    builder,
    joined,
    parameter('out_proj.weight'),
    bias ? parameter('out_proj.bias') : undefined,
  );
}

/** The inverse: how many attend, at how many places, to how many; `projected` is the last product. */
export function seenHeads(
  projected: Seen,
): Readonly<Record<'batch' | 'heads' | 'targets' | 'sources', number>> {
  const { shape } = projected.back(0, 0, 0, 0);
  const [batch = 0, heads = 0, targets = 0, sources = 0] = projected.type === 'MatMul' ? shape : [];
  return { batch, heads, targets, sources };
}

/** x Wᵀ + b */
export function emitProjection(
  builder: OpBuilder,
  x: string,
  weight: string,
  bias: string | undefined,
): string {
  const y = builder.op('MatMul', [x, builder.op('Transpose', [weight])]);
  return bias === undefined ? y : builder.op('Add', [y, bias]);
}

/** The numbers at a place of a sequence. */
export type Rows = (place: number) => readonly Expression[];

interface ExplainHeads extends Heads {
  readonly query: Rows;
  readonly key: Rows;
  readonly value: Rows;
  /** At the place of a query, the number for each key. */
  readonly mask: Rows | undefined;
  readonly sources: number;
  readonly parameter: (name: string, index: readonly number[]) => Expression;
  /** Tells its numbers from those of another attention in the same layer. */
  readonly mark: string;
}

/** What all heads answer at a place, and what weight one gives each source there. */
export function explainHeads(given: ExplainHeads): {
  readonly answers: Rows;
  readonly weights: (head: number) => Rows;
} {
  const { sources, length, heads, bias, isCausal, parameter, mark } = given;
  const size = length / heads;
  const rows = { q: given.query, k: given.key, v: given.value };
  const projection = (letter: 'q' | 'k' | 'v', third: number) =>
    once((place: number) => {
      const x = rows[letter](place);
      return Array.from({ length }, (_, at) => {
        const row = third * length + at;
        const terms = products(x, (from) => parameter('in_proj_weight', [row, from]));
        const all = bias ? [...terms, parameter('in_proj_bias', [row])] : terms;
        return named(`${letter}${mark}`, [place, at], sum(all));
      });
    });
  const [query, key, value] = [projection('q', 0), projection('k', 1), projection('v', 2)];
  const share = (row: readonly Expression[], head: number) => row.slice(head * size, (head + 1) * size);
  const byHead = Array.from({ length: heads }, (_, head) =>
    once((place) =>
      attentionWeights(
        share(query(place), head),
        Array.from({ length: seenBy(place, sources, isCausal) }, (_each, source) => share(key(source), head)),
        given.mask?.(place),
        mark,
        [head, place],
      ),
    ),
  );
  const answers = once((place) => {
    const attended = byHead.flatMap((weights, head) =>
      Array.from({ length: size }, (_, at) => {
        const terms = weights(place).map((weight, source) =>
          product(weight, ...share(value(source), head).slice(at, at + 1)),
        );
        return named(`z${mark}`, [place, head * size + at], sum(terms));
      }),
    );
    return Array.from({ length }, (_, at) => {
      const terms = products(attended, (from) => parameter('out_proj.weight', [at, from]));
      return sum(bias ? [...terms, parameter('out_proj.bias', [at])] : terms);
    });
  });
  return { answers, weights: (head) => byHead[head] ?? (() => []) };
}

export function products(x: readonly Expression[], weight: (from: number) => Expression): Expression[] {
  return x.map((each, from) => product(each, weight(from)));
}

/** Each place is worked out once. */
export function once(rows: Rows): Rows {
  const known = new Map<number, readonly Expression[]>();
  return (place) => {
    const row = known.get(place) ?? rows(place);
    known.set(place, row);
    return row;
  };
}
