/** That a run comes to the same numbers, however it is cut, stopped or batched. */
import { describe, expect, test } from 'vitest';
import { Engine } from '#engine/engine';
import { epochsOf, eventsOf } from '#engine/testing';
import type { TrainEvent, TrainRequest } from '#shared/contract/engine';
import type { TrainingSettings } from '../document/training-settings';
import type { Part } from './reference/build';
import { resumeAfter } from './request';
import { dataOf, linear, network, requestOf, spiral } from './testing';

const engine = new Engine();

async function run(request: TrainRequest, signal?: AbortSignal) {
  const events = await eventsOf(request, engine, signal);
  return { events, epochs: epochsOf(events), end: events.at(-1)?.kind };
}

/** The loss of every minibatch. */
const lossesOf = (events: readonly TrainEvent[]) =>
  events.flatMap((event) =>
    event.kind === 'batches' ? event.batches.flatMap(({ losses }) => [...losses]) : [],
  );

/** How often the runtime ran. */
const runsOf = (events: readonly TrainEvent[]) =>
  events.reduce((sum, event) => sum + (event.kind === 'batches' ? event.batches.length : 0), 0);

describe('a run cut in two', () => {
  const parts: readonly Part[] = [
    linear(6),
    { layer: 'BatchNorm1d' },
    { layer: 'ReLU' },
    { layer: 'Dropout', attributes: { p: 0.3 } },
    linear(2),
  ];
  // 50 rows in batches of 12: the last has 2.
  const document = network(spiral(50, 4), parts);

  test.each<Partial<TrainingSettings>>([
    { optimiser: 'SGD', schedule: 'step' },
    { optimiser: 'SGD', momentum: 0.9, nesterov: true, weightDecay: 0.01 },
    { optimiser: 'Adam', weightDecay: 0.01 },
    { optimiser: 'AdamW', weightDecay: 0.01 },
    { optimiser: 'RMSprop', momentum: 0.5 },
    { optimiser: 'Adam', schedule: 'cosine', validation: 0.2 },
    { optimiser: 'SGD', momentum: 0.9, schedule: 'warm-up', validation: 0.6 },
  ])('goes on with the numbers of one run: %o', async (chosen) => {
    const request = requestOf(document, { ...chosen, rate: 0.01, batch: 12, epochs: 6, shuffle: true });
    const whole = await run(request);
    expect(whole.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const cut of [1, 4]) {
      const first = await run({ ...request, epochs: cut });
      expect(first.epochs).toEqual(whole.epochs.slice(0, cut));
      const rest = await run(resumeAfter(request, cut, first.epochs.at(-1)!.values, 6));
      expect(rest.epochs).toEqual(whole.epochs.slice(cut));
    }
  });

  test.each<Partial<TrainingSettings>>([
    { optimiser: 'SGD', momentum: 0.9, schedule: 'warm-up' },
    { optimiser: 'Adam', schedule: 'cosine', validation: 0.2, clip: 'norm', clipLimit: 0.1 },
  ])('has the same numbers however many minibatches go together: %o', async (chosen) => {
    const settings = { ...chosen, rate: 0.01, batch: 6, epochs: 8, shuffle: true };
    const request = requestOf(document, settings);
    expect(request.keepsBatches).toBe(true);
    const one = await run(request);
    const many = await run({ ...request, keepsBatches: false });
    expect(many.epochs).toEqual(one.epochs);
    expect(lossesOf(many.events)).toEqual(lossesOf(one.events));
    // In pieces of five minibatches, each from where the last one stopped.
    const pieces: TrainEvent[] = [];
    for (let next = { ...request, keepsBatches: false, limit: 5 }; ;) {
      const { events, end } = await run(next);
      pieces.push(...events);
      if (end === 'done') break;
      const done = epochsOf(pieces);
      const within = events.flatMap((event) => (event.kind === 'kept' ? event.batches : [])).at(-1);
      const values = (within ?? done.at(-1)!).values;
      next = { ...next, ...resumeAfter(request, done.length, values, 8, within), limit: 5 };
      next.keepsBatches = false;
    }
    expect(epochsOf(pieces)).toEqual(one.epochs);
    expect(lossesOf(pieces)).toEqual(lossesOf(one.events));
    // Else the runs would not differ.
    expect(runsOf(pieces)).not.toBe(runsOf(one.events));
  });

  test('can go on from an epoch that is long past, as often as wanted', async () => {
    const request = requestOf(document, { optimiser: 'Adam', batch: 12, epochs: 5 });
    const whole = await run(request);
    const again = () => run(resumeAfter(request, 2, whole.epochs[1]!.values, 8));
    const [one, other] = [await again(), await again()];
    expect(one.epochs.slice(0, 3)).toEqual(whole.epochs.slice(2));
    expect(other.epochs).toEqual(one.epochs);
    expect(one.epochs.at(-1)?.epoch).toBe(8);
  });

  test('that is over already has no epochs left', async () => {
    const request = requestOf(document, { batch: 12, epochs: 2 });
    const whole = await run(request);
    const rest = await run(resumeAfter(request, 2, whole.epochs[1]!.values, 2));
    expect(rest.epochs).toEqual([]);
    expect(rest.end).toBe('done');
  });
});

describe('stopping', () => {
  const document = network(spiral(60, 2), [linear(8), { layer: 'Tanh' }, linear(2)]);
  const request = requestOf(document, { batch: 10, epochs: 10_000 });

  test('in the middle keeps the epochs so far, from which the run can go on', async () => {
    const controller = new AbortController();
    const events: TrainEvent[] = [];
    await engine.train(
      request,
      (event) => {
        events.push(event);
        if (epochsOf(events).length > 3) controller.abort();
      },
      controller.signal,
    );
    expect(events[0]?.kind).toBe('start');
    expect(events.filter(({ kind }) => ['done', 'stopped', 'failed'].includes(kind))).toEqual([
      { kind: 'stopped' },
    ]);
    expect(events.at(-1)).toEqual({ kind: 'stopped' });
    const epochs = epochsOf(events);
    expect(epochs.length).toBeGreaterThan(3);
    expect(epochs.length).toBeLessThan(10_000);
    expect(epochs.map(({ epoch }) => epoch)).toEqual(epochs.map((_, at) => at + 1));
    const whole = await run({ ...request, epochs: epochs.length + 1 });
    expect(whole.epochs.slice(0, -1)).toEqual(epochs);
    const rest = await run(resumeAfter(request, epochs.length, epochs.at(-1)!.values, epochs.length + 1));
    expect(rest.epochs).toEqual(whole.epochs.slice(-1));
  });

  test('takes a fraction of a second', async () => {
    const controller = new AbortController();
    let asked = 0;
    setTimeout(() => {
      asked = performance.now();
      controller.abort();
    }, 200);
    const { end } = await run(request, controller.signal);
    expect(end).toBe('stopped');
    expect(asked).toBeGreaterThan(0);
    expect(performance.now() - asked).toBeLessThan(2000);
  });

  test('before it began', async () => {
    const { end, epochs } = await run({ ...request, epochs: 3 }, AbortSignal.abort());
    expect(end).toBe('stopped');
    expect(epochs).toEqual([]);
  });
});

describe('minibatches', () => {
  const rows = Array.from({ length: 10 }, (_, at) => [at, 1]);
  const targets = [...rows.keys()].map((at) => at % 2);
  const document = network(dataOf(rows, targets, 2), [linear(2)]);
  // So small a rate that every row is scored by the weights of the start.
  const still = { rate: 1e-12, epochs: 1, shuffle: false };

  test.each([1, 3, 4, 7, 9, 10])('of %i give the loss and the accuracy of all rows alike', async (batch) => {
    const all = await run(requestOf(document, { ...still, batch: 10 }));
    const { epochs } = await run(requestOf(document, { ...still, batch }));
    expect(epochs[0]?.loss).toBeCloseTo(all.epochs[0]!.loss, 5);
    expect(epochs[0]?.accuracy).toBe(all.epochs[0]?.accuracy);
  });

  test('larger than the data are the data', async () => {
    const settings = { rate: 0.1, epochs: 3, shuffle: false };
    const exact = await run(requestOf(document, { ...settings, batch: 10 }));
    const larger = requestOf(document, { ...settings, batch: 1000 });
    expect(larger.models.map(({ rows: size }) => size)).toEqual([10]);
    expect((await run(larger)).epochs).toEqual(exact.epochs);
  });

  test('take a step each, the rest too', () => {
    const request = requestOf(document, { batch: 4, epochs: 2 });
    expect(request.models.map(({ rows: size }) => size)).toEqual([4, 2]);
    expect(resumeAfter(request, 2, new Map(), 3).from).toMatchObject({ epoch: 2, batch: 0 });
  });

  test('meet each row once an epoch, in another order each epoch', async () => {
    // A row a step: the loss of an epoch that learns depends on the order.
    const one = { batch: 1, epochs: 4, rate: 0.05 };
    const shuffled = await run(requestOf(document, { ...one, shuffle: true }));
    const ordered = await run(requestOf(document, { ...one, shuffle: false }));
    expect(shuffled.epochs[0]?.loss).not.toBe(ordered.epochs[0]?.loss);
    const [all, mixed] = [
      await run(requestOf(document, { ...still, batch: 1, epochs: 3 })),
      await run(requestOf(document, { ...still, batch: 1, epochs: 3, shuffle: true })),
    ];
    for (const [at, { loss, accuracy }] of all.epochs.entries()) {
      expect(mixed.epochs[at]?.loss).toBeCloseTo(loss, 5);
      expect(mixed.epochs[at]?.accuracy).toBe(accuracy);
    }
  });
});
