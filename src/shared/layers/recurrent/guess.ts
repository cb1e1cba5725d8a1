/** A sequence found again in its unrolled ops: how long it is, and how many layers and directions read it. */
import { intOf } from '../../ops/define';
import type { Guess } from '../define';
import type { Seen } from '../seen';
import type { Cell } from './cell';
import { resultsOf, type Recurrent } from './sequence';

/** What a cell and what is around it are made of: nothing else is walked through. */
const within = new Set('Add Mul Sub Relu Tanh Sigmoid Gemm Split Concat Reshape Transpose'.split(' '));

export function guessSequences(cell: Cell, y: Seen): readonly Guess<Recurrent>[] {
  const { reads, hasStart } = readsOf(y);
  const first = reads.filter(({ product }) => product.back(0).type === 'Reshape');
  const [read] = first;
  if (!read) return [];
  const { product, batch, steps } = read;
  const hidden_size = (product.shape[1] ?? 0) / cell.gates;
  const features = product.back(0).shape[1] ?? 0;
  const plain = {
    hidden_size,
    num_layers: reads.length / first.length,
    bias: product.inputs.length === 3,
    bidirectional: first.length === 2,
    initial_state: hasStart,
  };
  const start = [reads.length, batch, hidden_size];
  const starts = hasStart ? Array.from({ length: cell.states }, () => start) : [];
  return resultsOf(cell.states).flatMap((port) =>
    [true, false].map((batch_first) => ({
      shapes: [batch_first ? [batch, steps, features] : [steps, batch, features], ...starts],
      attributes: { ...plain, batch_first },
      port,
    })),
  );
}

interface Read {
  /** What one layer makes of all steps at once, in one direction. */
  readonly product: Seen;
  readonly batch: number;
  readonly steps: number;
}

const nearest = 100;

/** Back from the answer to where the input is first read, and to the state before the first step. */
function readsOf(y: Seen): { readonly reads: readonly Read[]; readonly hasStart: boolean } {
  const reads = new Map<Seen, Read>();
  const known = new Set<Seen>();
  let hasStart = false;
  const pending = [y];
  for (let value = pending.pop(); value; value = pending.pop()) {
    if (known.has(value) || !within.has(value.type)) continue;
    known.add(value);
    // The last step reads the input just before the answer: what goes on without that is no sequence.
    if (reads.size === 0 && known.size > nearest) break;
    const source = value.back(0);
    if (value.type === 'Split' && intOf(value.origin.op?.attributes['axis'], 0) === 0) {
      const sizes = value.back(1).values;
      if (source.type === 'Reshape') hasStart = true;
      else reads.set(source, { product: source, batch: sizes[0] ?? 0, steps: sizes.length });
      // What is below the first layer is none of it.
      if (source.back(0).type !== 'Concat') continue;
    }
    pending.push(...value.inputs);
  }
  return { reads: [...reads.values()], hasStart };
}
