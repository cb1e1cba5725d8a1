/** A real training run of the lesson, against the figures recorded from float32 PyTorch. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { epochsOf, eventsOf } from '#engine/testing';
import type { TrainEvent, TrainRequest } from '#shared/contract/engine';
import type { AttributeValue } from '../layers/attributes';
import { keptFeatures, wholeFeatures, type DataSet } from '../data/data-set';
import { prepareData } from '../data/prepare';
import { emptyDocument, type Document } from '../document/document';
import { applyEdit, type Edit } from '../document/edits';
import { decodeDocument } from '../document/file-format';
import { initialTraining, type TrainingSettings } from '../document/training-settings';
import { describeProblem, isProblem } from '../messages/problem';
import { createRandom } from '../tensor/random';
import { floatTensor } from '../tensor/tensor';
import { learnFrom } from './reference/build';
import { resumeAfter, trainRequest } from './request';
import { ratesOf } from './schedule';

const folder = join(import.meta.dirname, '../../../models/forward-pass');

function openLesson(): Document {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.'))
    .map((name): [string, Uint8Array] => [name, readFileSync(join(folder, name))]);
  const document = decodeDocument(new Map(files), 'forward-pass');
  if (isProblem(document)) throw new Error(JSON.stringify(document));
  return document;
}

async function train(
  document: Document,
  settings: Partial<TrainingSettings> = {},
  changes: Partial<TrainRequest> = {},
): Promise<readonly TrainEvent[]> {
  const request = trainRequest(document, { ...(document.training ?? initialTraining), ...settings }, 'cpu');
  if (isProblem(request)) throw new Error(JSON.stringify(request));
  return eventsOf({ ...request.request, ...changes });
}

describe('the lesson', () => {
  test('gives the ten figures of PyTorch', async () => {
    const epochs = epochsOf(await train(openLesson()));
    const loss = [
      1.217180508375168, 0.9117764621973038, 0.682986880838871, 0.5164045639336109, 0.41858691461384295,
    ];
    expect(epochs.map(({ accuracy }) => accuracy)).toEqual([0.45, 0.6, 0.72, 0.8, 0.85]);
    for (const [at, { loss: found }] of epochs.entries()) expect(found).toBeCloseTo(loss[at] ?? 0, 5);
  });

  test('same seed, same numbers; another seed, others', async () => {
    const run = async (seed: number) =>
      epochsOf(await train(openLesson(), { shuffle: true, seed })).map(({ loss }) => loss);
    const [first, again, other] = [await run(1), await run(1), await run(2)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test.each(['SGD', 'Adam', 'AdamW', 'RMSprop'])(
    '%s lowers the loss, also with a rest of a batch',
    async (optimiser) => {
      const settings = { optimiser, batch: 32, rate: 0.02, momentum: 0.5, weightDecay: 0.001, epochs: 6 };
      const losses = epochsOf(await train(openLesson(), settings)).map(({ loss }) => loss);
      expect(losses).toHaveLength(6);
      expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) * 0.8);
    },
  );

  test.each([true, false])(
    'stops where the first number is none; each minibatch alone: %s',
    async (keepsBatches) => {
      const lesson = openLesson();
      const settings = { rate: 1000, optimiser: 'SGD', momentum: 0.9, epochs: 50 };
      const events = await train(lesson, settings, { keepsBatches });
      const last = events.at(-1);
      const found = last?.kind === 'failed' ? last.problem : undefined;
      expect(found?.code).toBe('loss-not-finite');
      expect(found?.values).toEqual({
        place: 'the output of Linear Layer 2',
        value: 'Infinity',
        epoch: 1,
        batch: 8,
      });
    },
  );

  test('a long epoch tells where it stands, and from there a run goes on as if it had never ended', async () => {
    // Every look at the clock is a while later.
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 400));
    const settings = { ...(openLesson().training ?? initialTraining), epochs: 1, batch: 10 };
    const events = await train(openLesson(), settings, { keepsBatches: false });
    clock.mockRestore();
    const stood = events.flatMap((event) => (event.kind === 'standing' ? [event.batch] : []));
    expect(stood.length).toBeGreaterThan(1);
    const at = stood[1];
    const found = trainRequest(openLesson(), settings, 'cpu');
    if (!at || isProblem(found)) throw new Error('nothing to go on from');
    const next = resumeAfter(found.request, at.epoch - 1, at.values, 1, at);
    const [whole] = epochsOf(events);
    const [rest] = epochsOf(await train(openLesson(), settings, { ...next, keepsBatches: false }));
    expect(rest?.loss).toBe(whole?.loss);
    expect(rest?.values).toEqual(whole?.values);
  });

  test('names the weights that left what a number can be, though no loss shows it yet', async () => {
    const lesson = openLesson();
    const rows = prepareData(lesson.data, initialTraining);
    if (isProblem(rows)) throw new Error(describeProblem(rows));
    const { features, targets } = rows.training;
    const given = wholeFeatures(features);
    const large = { ...given, values: given.values.map((value) => value * 4e36) };
    const settings = { rate: 1000, epochs: 1, batch: 20 };
    const last = (await train(lesson, settings, { rows: { features: large, targets } })).at(-1);
    expect(last?.kind === 'failed' && describeProblem(last.problem)).toMatch(
      /^Training stopped: the update of weight of Linear Layer 1 became -?Infinity in epoch 1, minibatch 1\./,
    );
  });
});

test('scores after Softmax are explained, and can be mended', () => {
  const lesson = openLesson();
  const { scored: _, ...settings } = lesson.training ?? initialTraining;
  const found = trainRequest(lesson, settings, 'cpu');
  expect(isProblem(found) && found.code).toBe('loss-after-softmax');
});

describe('a picture network with BatchNorm and Dropout', () => {
  const kinds: readonly (readonly [string, Record<string, AttributeValue>])[] = [
    ['Input', { shape: [1, 1, 4, 4] }],
    ['Conv2d', { out_channels: 4, kernel_size: 3, padding: 1 }],
    ['BatchNorm2d', {}],
    ['ReLU', {}],
    ['MaxPool2d', { kernel_size: 2 }],
    ['Flatten', {}],
    ['Dropout', { p: 0.2 }],
    ['Linear', { out_features: 2 }],
  ];
  const edits = kinds.flatMap(([layer, attributes], at): Edit[] => [
    { kind: 'add-node', layer, position: { x: 0, y: 0 }, id: `n${at}` },
    ...Object.entries(attributes).map(([name, value]): Edit => ({
      kind: 'set-attribute',
      node: `n${at}`,
      name,
      value,
    })),
    ...(at > 0
      ? [
          {
            kind: 'connect',
            from: { node: `n${at - 1}`, port: 'y' },
            to: { node: `n${at}`, port: 'x' },
          } as const,
        ]
      : []),
  ]);
  // A bright left half or a bright right half.
  const random = createRandom(5);
  const pixels = Array.from({ length: 70 }, (_, row) =>
    Array.from(
      { length: 16 },
      (_pixel, at) => random.normal() * 0.3 + (at % 4 < 2 === (row % 2 === 0) ? 1 : 0),
    ),
  );
  const data: DataSet = {
    features: keptFeatures(floatTensor([70, 16], pixels.flat())),
    targets: Float32Array.from(pixels.keys(), (row) => row % 2),
    columns: [],
    classes: ['left', 'right'],
  };
  const document = learnFrom(applyEdit(emptyDocument, { kind: 'all', edits }), data);
  const settings = { ...initialTraining, optimiser: 'Adam', rate: 0.02, batch: 20, epochs: 8 };

  test('learns, keeps running statistics, and draws the same masks for the same seed', async () => {
    const epochs = epochsOf(await train(document, settings));
    expect(epochs.at(-1)?.accuracy).toBeGreaterThan(0.95);
    const statistics = epochs.map(({ values }) =>
      Array.from(values.get('batchnorm2d_1.running_var')?.values ?? []),
    );
    expect(statistics[0]).not.toEqual([1, 1, 1, 1]);
    expect(statistics[1]).not.toEqual(statistics[0]);
    const again = epochsOf(await train(document, settings));
    expect(again.map(({ loss }) => loss)).toEqual(epochs.map(({ loss }) => loss));
  });
});

describe('rows kept aside', () => {
  test('are scored after each epoch and never trained on', async () => {
    const epochs = epochsOf(await train(openLesson(), { validation: 0.2, epochs: 4 }));
    expect(epochs).toHaveLength(4);
    const losses = epochs.map(({ validation }) => validation?.loss ?? Number.NaN);
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);
    for (const { validation } of epochs)
      expect((validation?.accuracy ?? Number.NaN) * 40).toBeCloseTo(
        Math.round((validation?.accuracy ?? 0) * 40),
        6,
      );
    const without = epochsOf(await train(openLesson(), { epochs: 4 }));
    expect(without.map(({ loss }) => loss)).not.toEqual(epochs.map(({ loss }) => loss));
  });
});

test.each([
  ['constant', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]],
  ['step', [1, 1, 1, 1, 0.1, 0.1, 0.1, 0.1, 0.01, 0.01]],
  ['warm-up', [0.1, 0.55, 1, 1, 1, 1, 1, 1, 1, 1]],
] as const)('the %s schedule gives each epoch its rate', (schedule, expected) => {
  ratesOf({ schedule, rate: 2, epochs: 10 }).forEach((rate, at) =>
    expect(rate).toBeCloseTo(2 * (expected[at] ?? 0), 12),
  );
});

test('the cosine schedule falls from the rate towards zero', () => {
  const rates = ratesOf({ schedule: 'cosine', rate: 1, epochs: 4 });
  expect(rates[0]).toBe(1);
  expect(rates[2]).toBeCloseTo(0.5, 12);
  expect(rates[3]).toBeCloseTo((1 + Math.cos((3 * Math.PI) / 4)) / 2, 12);
});
