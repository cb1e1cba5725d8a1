/** That networks learn what they can learn, however a run is cut, stopped or batched. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Engine } from '#engine/engine';
import type { TrainEvent, TrainRequest } from '#shared/contract/engine';
import { keptFeatures, type DataSet } from '../data/data-set';
import { decodeBundled } from '../data/bundled';
import { planFor } from '../data/plan';
import type { Document } from '../document/document';
import { initialTraining, type TrainingSettings } from '../document/training-settings';
import { describeProblem, isProblem } from '../messages/problem';
import { createRandom } from '../tensor/random';
import { floatTensor } from '../tensor/tensor';
import { buildNetwork, learnFrom, type Part } from './reference/build';
import { resumeAfter, trainRequest } from './request';

const engine = new Engine();

function network(data: DataSet, parts: readonly Part[]): Document {
  const input: Part = { layer: 'Input', attributes: { shape: [1, data.features.shape[1] ?? 1] } };
  return learnFrom(buildNetwork([input, ...parts]), data);
}

const linear = (out_features: number): Part => ({ layer: 'Linear', attributes: { out_features } });

function requestOf(document: Document, settings: Partial<TrainingSettings>): TrainRequest {
  const found = trainRequest(document, { ...initialTraining, ...settings }, 'cpu');
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found.request;
}

async function run(request: TrainRequest, signal = new AbortController().signal) {
  const events: TrainEvent[] = [];
  await engine.train(request, (event) => events.push(event), signal);
  return { events, epochs: epochsOf(events), end: events.at(-1)?.kind };
}

const epochsOf = (events: readonly TrainEvent[]) =>
  events.flatMap((event) => (event.kind === 'epochs' ? event.epochs : []));

/** The loss of every minibatch. */
const lossesOf = (events: readonly TrainEvent[]) =>
  events.flatMap((event) =>
    event.kind === 'batches' ? event.batches.flatMap(({ losses }) => [...losses]) : [],
  );

/** How often the runtime ran. */
const runsOf = (events: readonly TrainEvent[]) =>
  events.reduce((sum, event) => sum + (event.kind === 'batches' ? event.batches.length : 0), 0);

function dataOf(rows: readonly (readonly number[])[], targets: readonly number[], classes = 0): DataSet {
  return {
    features: keptFeatures(floatTensor([rows.length, rows[0]?.length ?? 0], rows.flat())),
    targets: Float32Array.from(targets),
    columns: [],
    classes: Array.from({ length: classes }, (_, at) => String(at)),
  };
}

const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const differs = [0, 1, 1, 0];

describe('exclusive or', () => {
  const seeds = [1, 2, 3];

  test.each(seeds)('is learned by 2-4-1 with BCEWithLogitsLoss, seed %i', async (seed) => {
    const document = {
      ...network(dataOf(corners, differs), [linear(4), { layer: 'Tanh' }, linear(1)]),
      seed,
    };
    const settings = { loss: 'BCEWithLogitsLoss', optimiser: 'Adam', rate: 0.1, batch: 4, epochs: 200 };
    const { epochs } = await run(requestOf(document, settings));
    expect(epochs).toHaveLength(200);
    expect(epochs[0]?.loss).toBeGreaterThan(0.5);
    // Below this every row is on its side: one that is not costs log(2) / 4 at least.
    expect(epochs.at(-1)?.loss).toBeLessThan(0.05);
  });

  test.each(seeds)('is learned by 2-4-1 with MSELoss, seed %i', async (seed) => {
    const document = {
      ...network(dataOf(corners, differs), [linear(4), { layer: 'Tanh' }, linear(1)]),
      seed,
    };
    const settings = { loss: 'MSELoss', optimiser: 'Adam', rate: 0.05, batch: 4, epochs: 300 };
    const { epochs } = await run(requestOf(document, settings));
    expect(epochs.at(-1)?.loss).toBeLessThan(0.01);
    expect(epochs.at(-1)).not.toHaveProperty('accuracy');
  });

  test.each(seeds)('is learned by 2-8-2 with CrossEntropyLoss, seed %i', async (seed) => {
    const document = {
      ...network(dataOf(corners, differs, 2), [linear(8), { layer: 'ReLU' }, linear(2)]),
      seed,
    };
    const { epochs } = await run(
      requestOf(document, { optimiser: 'Adam', rate: 0.05, batch: 4, epochs: 200 }),
    );
    expect(epochs.at(-1)?.accuracy).toBe(1);
    expect(epochs.at(-1)?.loss).toBeLessThan(0.05);
  });

  test('is beyond a single layer', async () => {
    const document = network(dataOf(corners, differs, 2), [linear(2)]);
    const { epochs } = await run(
      requestOf(document, { optimiser: 'Adam', rate: 0.05, batch: 4, epochs: 300 }),
    );
    expect(epochs.at(-1)?.loss).toBeCloseTo(Math.log(2), 2);
  });
});

/** Two arms, one and a half turns each. */
function spiral(rows: number, seed: number): DataSet {
  const random = createRandom(seed, 'spiral');
  const points = Array.from({ length: rows }, (_, row) => {
    const along = 0.1 + 0.9 * random.uniform(0, 1);
    const angle = 3 * Math.PI * along + (row % 2) * Math.PI;
    const at = (value: number) => 2 * along * value + 0.02 * random.normal();
    return [at(Math.cos(angle)), at(Math.sin(angle))];
  });
  return dataOf(
    points,
    [...points.keys()].map((row) => row % 2),
    2,
  );
}

test('two arms of a spiral are told apart by a network of two hidden layers', async () => {
  const parts = [linear(24), { layer: 'Tanh' }, linear(24), { layer: 'Tanh' }, linear(2)];
  const document = network(spiral(300, 1), parts);
  const settings = { optimiser: 'Adam', rate: 0.02, batch: 30, epochs: 80 };
  const { epochs } = await run(requestOf(document, settings));
  expect(epochs[0]?.accuracy).toBeLessThan(0.8);
  expect(epochs.at(-1)?.accuracy).toBeGreaterThan(0.95);
});

test('a line is found to its last digits by one neuron', async () => {
  const rows = Array.from({ length: 21 }, (_, at) => [at / 10 - 1]);
  const document = network(
    dataOf(
      rows,
      rows.map(([x = 0]) => 3 * x - 0.5),
    ),
    [linear(1)],
  );
  const { epochs } = await run(requestOf(document, { loss: 'MSELoss', rate: 0.1, batch: 7, epochs: 300 }));
  const values = epochs.at(-1)?.values;
  expect(values?.get('linear_1.weight')?.values[0]).toBeCloseTo(3, 4);
  expect(values?.get('linear_1.bias')?.values[0]).toBeCloseTo(-0.5, 4);
});

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

test('LeNet learns to read digits it has not seen, more than 95 of 100', async () => {
  const folder = join(import.meta.dirname, '../../../models/data/mnist');
  const files = new Map(['card.json', 'data.npz'].map((name) => [name, readFileSync(join(folder, name))]));
  const set = decodeBundled('mnist', files);
  if (isProblem(set)) throw new Error(describeProblem(set));
  const conv = (out_channels: number, padding: number): Part => ({
    layer: 'Conv2d',
    attributes: { out_channels, kernel_size: 5, padding },
  });
  const relu: Part = { layer: 'ReLU' };
  const pool: Part = { layer: 'MaxPool2d', attributes: { kernel_size: 2 } };
  const document = buildNetwork([
    { layer: 'Input', attributes: { shape: [1, 1, 28, 28] } },
    ...[conv(6, 2), relu, pool, conv(16, 0), relu, pool],
    ...[{ layer: 'Flatten' }, linear(120), relu, linear(84), relu, linear(10)],
  ]);
  const data = planFor({ kind: 'bundled', id: 'mnist', set });
  const { epochs } = await run(
    requestOf(
      { ...document, data },
      { optimiser: 'Adam', rate: 0.002, batch: 32, epochs: 4, validation: 0.1 },
    ),
  );
  expect(epochs.at(-1)?.validation?.accuracy).toBeGreaterThan(0.95);
}, 120_000);
