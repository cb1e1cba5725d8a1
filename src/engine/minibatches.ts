/** Runs models that take many minibatches at once: the data set is handed over whole, with the rows of each minibatch. */
import ort from 'onnxruntime-node';
import type { TrainRequest } from '#shared/contract/engine';
import { createRandom } from '#shared/tensor/random';
import { sizeOf } from '#shared/tensor/shape';
import { names } from '#shared/training/names';
import type { HeldRows } from './held-rows';

export type Values = ReadonlyMap<string, ort.Tensor>;
type Feeds = Record<string, ort.Tensor>;

/** Features and right answers as the models take them, made once. */
export function dataFeeds(
  { features, targets }: HeldRows,
  { target, input }: Pick<TrainRequest, 'target' | 'input'>,
): Feeds {
  const rows = targets.length;
  const answers =
    target === 'class'
      ? new ort.Tensor('int64', toIntegers(targets), [rows])
      : new ort.Tensor('float32', targets, [rows, 1]);
  return {
    [names.features]: new ort.Tensor('float32', features, [rows, ...input.row]),
    [names.targets]: answers,
  };
}

function toIntegers(values: Float32Array): BigInt64Array {
  const integers = new BigInt64Array(values.length);
  values.forEach((value, at) => (integers[at] = BigInt(value)));
  return integers;
}

/** Rows of `count` minibatches after each other, of equal size. */
export function orderFeed(rows: Int32Array, count: number): Feeds {
  return { [names.order]: new ort.Tensor('int32', rows, [count, rows.length / count]) };
}

/** What each training step is given besides; `step` counts those before the first of them. */
export function stepFeeds(
  { seed }: Pick<TrainRequest, 'seed'>,
  masks: TrainRequest['models'][number]['masks'],
  rate: number,
  step: number,
  count: number,
): Feeds {
  const numbers = Float32Array.from({ length: count }, (_, at) => step + at + 1);
  const feeds: Feeds = {
    [names.rate]: new ort.Tensor('float32', new Float32Array(count).fill(rate), [count]),
    [names.step]: new ort.Tensor('float32', numbers, [count]),
  };
  for (const { name, shape, keep } of masks) {
    const size = sizeOf(shape);
    const values = new Float32Array(count * size);
    for (let at = 0; at < count; at++) {
      // The same seed and step draw the same masks, however many steps go together.
      const random = createRandom(seed, `step ${step + at + 1} ${name}`);
      for (let place = at * size; place < (at + 1) * size; place++)
        if (random.uniform(0, 1) < keep) values[place] = 1;
    }
    feeds[name] = new ort.Tensor('float32', values, [count, ...shape]);
  }
  return feeds;
}

/** One number of each minibatch of a run. */
export function toldBy(outputs: ort.InferenceSession.ReturnType, name: string): Float32Array | undefined {
  return outputs[name]?.data as Float32Array | undefined;
}

/** How many minibatches fit into a turn, learned from how long the last ones took. */
export class Pace {
  readonly #ms: number;
  #each = Infinity;
  #last = 0;

  constructor(ms: number) {
    this.#ms = ms;
  }

  /** One at first, then more, never by leaps: the first run of a model is slow. */
  next(): number {
    if (this.#last === 0) return 1;
    return Math.max(1, Math.min(8 * this.#last, Math.floor(this.#ms / this.#each)));
  }

  took(ms: number, count: number): void {
    this.#each = ms / count;
    this.#last = count;
  }
}
