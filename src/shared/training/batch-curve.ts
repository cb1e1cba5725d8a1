/** What minibatches came to, in so few points that a run of any length can be drawn. */
import type { BatchResults } from '../contract/engine';

/** The mean of one minibatch or of several after each other, at the last of them. */
export interface BatchPoint {
  /** Counted from 1, as is the minibatch within it. */
  readonly epoch: number;
  readonly batch: number;
  readonly loss: number;
  readonly accuracy?: number;
}

export interface BatchCurve {
  readonly points: readonly BatchPoint[];
  /** How many minibatches a point stands for. */
  readonly each: number;
  /** Those that do not fill a point yet. */
  readonly rest: readonly BatchPoint[];
}

export const emptyCurve: BatchCurve = { points: [], each: 1, rest: [] };

const pointLimit = 1000;

export function extendCurve({ points, each, rest }: BatchCurve, over: readonly BatchResults[]): BatchCurve {
  const added = [...points];
  const waiting = [...rest];
  let size = each;
  for (const { epoch, batch, losses, accuracies } of over) {
    for (const [at, loss] of losses.entries()) {
      const accuracy = accuracies?.[at];
      waiting.push({ epoch, batch: batch + at, loss, ...(accuracy !== undefined && { accuracy }) });
      if (waiting.length < size) continue;
      added.push(meanOf(waiting.splice(0)));
      if (added.length < 2 * pointLimit) continue;
      // Twice as many minibatches a point from here on.
      const pairs = Array.from({ length: pointLimit }, (_, pair) => added.slice(2 * pair, 2 * pair + 2));
      added.splice(0, added.length, ...pairs.map(meanOf));
      size *= 2;
    }
  }
  return { points: added, each: size, rest: waiting };
}

/** Without what comes after a minibatch. */
export function cutCurve({ points, each }: BatchCurve, epoch: number, batch: number): BatchCurve {
  const isBefore = (point: BatchPoint): boolean =>
    point.epoch < epoch || (point.epoch === epoch && point.batch <= batch);
  return { points: points.filter(isBefore), each, rest: [] };
}

function meanOf(points: readonly BatchPoint[]): BatchPoint {
  const last = points.at(-1);
  if (!last || points.length === 1) return last ?? { epoch: 0, batch: 0, loss: Number.NaN };
  const mean = (of: (point: BatchPoint) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  return {
    ...last,
    loss: mean(({ loss }) => loss),
    ...(last.accuracy !== undefined && { accuracy: mean(({ accuracy = Number.NaN }) => accuracy) }),
  };
}
