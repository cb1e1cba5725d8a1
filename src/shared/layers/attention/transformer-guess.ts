/** A Transformer layer found again in its ops, from its answer back, part by part. */
import { epsOf } from '../normalisation/standardise';
import type { Guess } from '../define';
import type { Seen } from '../seen';
import { guessMasks } from './mask';
import { seenHeads } from './multi-head';
import { turnedShape } from './rows';
import type { Block, Transformer } from './transformer-fields';

export function guessTransformers(blocks: readonly Block[], y: Seen): readonly Guess<Transformer>[] {
  return [true, false].flatMap((batch_first) =>
    [true, false].flatMap((norm_first) => guessesFor(blocks, y, batch_first, norm_first)),
  );
}

function guessesFor(
  blocks: readonly Block[],
  y: Seen,
  batch_first: boolean,
  norm_first: boolean,
): readonly Guess<Transformer>[] {
  // What a part adds, and what passes it by.
  const step = (value: Seen) => {
    const added = norm_first ? value : value.back(0, 0, 0, 0);
    return { branch: added.back(1), before: added.back(0) };
  };
  const answer = batch_first ? y : y.back(0);
  const fed = step(answer);
  const active = fed.branch.back(0, 0);
  const isRelu = active.type === 'Relu';
  const sums = isRelu ? active.back(0) : active.back(0, 0);
  const normed = norm_first ? sums.back(0, 0) : answer;
  let value = fed.before;
  const heads = blocks.toReversed().map(() => {
    const { branch, before } = step(value);
    value = before;
    return seenHeads(branch.back(0));
  });
  const [last] = heads;
  const first = heads.at(-1);
  if (!last?.heads || !first?.heads) return [];
  const length = y.shape.at(-1) ?? 0;
  // The first looks at itself; what the others look at comes in beside it.
  const rows = [
    first.targets,
    ...heads
      .toReversed()
      .slice(1)
      .map(({ sources }) => sources),
  ];
  const sequences = rows.map((places) => turnedShape([first.batch, places, length], batch_first));
  const attributes = {
    nhead: last.heads,
    dim_feedforward: active.shape.at(-1) ?? 0,
    activation: isRelu ? ('relu' as const) : ('gelu' as const),
    layer_norm_eps: epsOf(normed.back(0, 0)),
    batch_first,
    norm_first,
  };
  return guessMasks.map((masks) => ({
    shapes: [...sequences, ...(masks.mask ? [[first.targets, first.sources]] : [])],
    attributes: { ...attributes, ...masks },
  }));
}
