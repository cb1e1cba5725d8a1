/** The weights of an attention as an answer of their own, and an attention found again from one of its answers. */
import type { OpBuilder } from '../../onnx/builder';
import type { Expression } from '../../tensor/expression';
import { outputPort } from '../define';
import type { Seen } from '../seen';
import { guessMasks } from './mask';
import { seenHeads } from './multi-head';
import { turnedShape } from './rows';

export const weightsPort = 'weights';

/** Over the heads. */
export function emitMean(builder: OpBuilder, weights: string): string {
  return builder.op('ReduceMean', [weights], { axes: { ints: [1] }, keepdims: { int: 0 } });
}

/** The number that is asked about is worked out, not named. */
export const opened = (found: Expression): Expression => (found.kind === 'named' ? found.of : found);

interface Heads {
  readonly batch: number;
  readonly heads: number;
  readonly targets: number;
  readonly sources: number;
  readonly length: number;
}

function guesses(
  { batch, heads, targets, sources, length }: Heads,
  port: string,
  plain: {
    readonly batch_first: boolean;
    readonly bias: boolean;
    readonly need_weights: boolean;
    readonly average_attn_weights: boolean;
  },
) {
  const rows = (places: number) => turnedShape([batch, places, length], plain.batch_first);
  return (heads > 0 ? guessMasks : []).map((masks) => ({
    shapes: [...[targets, sources, sources].map(rows), ...(masks.mask ? [[targets, sources]] : [])],
    attributes: { ...plain, num_heads: heads, ...masks },
    port,
  }));
}

const both = [true, false];
/** No weights, their mean, or those of each head. */
const asked = [
  { need_weights: false, average_attn_weights: true },
  { need_weights: true, average_attn_weights: true },
  { need_weights: true, average_attn_weights: false },
];

export const guessFromAnswer = (y: Seen) =>
  both.flatMap((batch_first) =>
    both.flatMap((bias) => {
      const answer = batch_first ? y : y.back(0);
      const seen = { ...seenHeads(bias ? answer.back(0) : answer), length: y.shape.at(-1) ?? 0 };
      return asked.flatMap((weights) => guesses(seen, outputPort, { batch_first, bias, ...weights }));
    }),
  );

export function guessFromWeights(value: Seen) {
  const isMean = value.type === 'ReduceMean';
  const weights = isMean ? value.back(0) : value;
  if (weights.type !== 'Softmax') return [];
  const [batch = 0, heads = 0, targets = 0, sources = 0] = weights.shape;
  // What is left out and what is added stand between the scores and their weights.
  let scores = weights.back(0);
  for (let added = 0; added < 2 && scores.type === 'Add'; added++) scores = scores.back(0);
  const length = heads * (scores.back(0).shape.at(-1) ?? 0);
  return both.flatMap((batch_first) =>
    both.flatMap((bias) =>
      guesses({ batch, heads, targets, sources, length }, weightsPort, {
        ...{ batch_first, bias, need_weights: true, average_attn_weights: isMean },
      }),
    ),
  );
}
