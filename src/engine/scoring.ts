/** What the rows kept aside come to with weights as they are. */
import type { EpochResult } from '#shared/contract/engine';
import { names } from '#shared/training/names';
import type { HeldRequest } from './held-rows';
import { dataFeeds, orderFeed, Pace, toldBy, type Values } from './minibatches';
import type { LoadedModel } from './sessions';

type Score = (
  values: Values,
  isStopped: () => Promise<boolean>,
) => Promise<EpochResult['validation'] | 'stopped'>;

/** In runs of about `ms`, between which it is asked whether to go on. */
export function createScorer(
  { validation, ...request }: HeldRequest,
  models: ReadonlyMap<number, LoadedModel>,
  ms: number,
): Score {
  if (!validation) return () => Promise.resolve(undefined);
  const data = dataFeeds(validation.rows, request);
  const { batch: size, fed } = validation;
  const order = Int32Array.from({ length: validation.rows.targets.length }, (_, at) => at);
  const whole = Math.floor(order.length / size);
  const pace = new Pace(ms);

  return async (values, isStopped) => {
    const sum = { loss: 0, correct: 0, hasAccuracy: false };
    const weights = fed.flatMap((name) => {
      const tensor = values.get(name);
      return tensor ? [[name, tensor] as const] : [];
    });
    const feeds = { ...data, ...Object.fromEntries(weights) };
    for (let start = 0; start < order.length;) {
      const left = whole - start / size;
      const count = left > 0 ? Math.min(pace.next(), left) : 1;
      const rows = left > 0 ? size : order.length - start;
      const model = models.get(rows);
      if (!model) throw new RangeError(`no model for ${rows} rows`);
      const started = performance.now();
      const outputs = await model.session.run({
        ...feeds,
        ...orderFeed(order.subarray(start, start + count * rows), count),
      });
      pace.took(performance.now() - started, count);
      for (const loss of toldBy(outputs, names.loss) ?? []) sum.loss += loss * rows;
      const correct = toldBy(outputs, names.correct);
      for (const right of correct ?? []) sum.correct += right;
      sum.hasAccuracy = correct !== undefined;
      start += count * rows;
      if (start < order.length && (await isStopped())) return 'stopped';
    }
    const accuracy = sum.hasAccuracy ? { accuracy: sum.correct / order.length } : {};
    return { loss: sum.loss / order.length, ...accuracy };
  };
}
