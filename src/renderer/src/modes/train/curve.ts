/** The lines of the chart, from what a run has come to. */
import type { EpochResult } from '#shared/contract/engine';
import { batchesOf, type Run } from '../../state/run';
import type { Curve, CurvePoint } from '../../ui/curve';

export function byEpoch(results: readonly EpochResult[]): Curve {
  return {
    loss: pointsOf(results, ({ loss }) => loss),
    accuracy: pointsOf(results, ({ accuracy }) => accuracy),
    ...aside(results),
  };
}

/** A minibatch lies between two epochs; what is scored once an epoch at its end. */
export function byBatch(run: Run | undefined, results: readonly EpochResult[]): Curve {
  const { batches = [] } = run ?? {};
  const each = run ? batchesOf(run) : 1;
  const place = ({ epoch, batch }: { epoch: number; batch: number }): number => epoch - 1 + batch / each;
  return {
    loss: batches.map((point) => ({ x: place(point), y: point.loss })),
    accuracy: batches.flatMap((point): CurvePoint[] =>
      point.accuracy === undefined ? [] : [{ x: place(point), y: point.accuracy }],
    ),
    ...aside(results),
  };
}

function aside(results: readonly EpochResult[]): Pick<Curve, 'lossAside' | 'accuracyAside'> {
  return {
    lossAside: pointsOf(results, ({ validation }) => validation?.loss),
    accuracyAside: pointsOf(results, ({ validation }) => validation?.accuracy),
  };
}

function pointsOf(
  results: readonly EpochResult[],
  of: (result: EpochResult) => number | undefined,
): readonly CurvePoint[] {
  return results.flatMap((result): CurvePoint[] => {
    const y = of(result);
    return y === undefined ? [] : [{ x: result.epoch, y }];
  });
}
