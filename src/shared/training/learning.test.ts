/** That networks learn what they can learn. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { epochsOf, eventsOf } from '#engine/testing';
import type { TrainRequest } from '#shared/contract/engine';
import { decodeBundled } from '../data/bundled';
import { planFor } from '../data/plan';
import { describeProblem, isProblem } from '../messages/problem';
import { buildNetwork, type Part } from './reference/build';
import { dataOf, linear, network, requestOf, spiral } from './testing';

const learn = async (request: TrainRequest) => epochsOf(await eventsOf(request));

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
    const epochs = await learn(requestOf(document, settings));
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
    const epochs = await learn(requestOf(document, settings));
    expect(epochs.at(-1)?.loss).toBeLessThan(0.01);
    expect(epochs.at(-1)).not.toHaveProperty('accuracy');
  });

  test.each(seeds)('is learned by 2-8-2 with CrossEntropyLoss, seed %i', async (seed) => {
    const document = {
      ...network(dataOf(corners, differs, 2), [linear(8), { layer: 'ReLU' }, linear(2)]),
      seed,
    };
    const epochs = await learn(requestOf(document, { optimiser: 'Adam', rate: 0.05, batch: 4, epochs: 200 }));
    expect(epochs.at(-1)?.accuracy).toBe(1);
    expect(epochs.at(-1)?.loss).toBeLessThan(0.05);
  });

  test('is beyond a single layer', async () => {
    const document = network(dataOf(corners, differs, 2), [linear(2)]);
    const epochs = await learn(requestOf(document, { optimiser: 'Adam', rate: 0.05, batch: 4, epochs: 300 }));
    expect(epochs.at(-1)?.loss).toBeCloseTo(Math.log(2), 2);
  });
});

test('two arms of a spiral are told apart by a network of two hidden layers', async () => {
  const parts = [linear(24), { layer: 'Tanh' }, linear(24), { layer: 'Tanh' }, linear(2)];
  const document = network(spiral(300, 1), parts);
  const settings = { optimiser: 'Adam', rate: 0.02, batch: 30, epochs: 80 };
  const epochs = await learn(requestOf(document, settings));
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
  const epochs = await learn(requestOf(document, { loss: 'MSELoss', rate: 0.1, batch: 7, epochs: 300 }));
  const values = epochs.at(-1)?.values;
  expect(values?.get('linear_1.weight')?.values[0]).toBeCloseTo(3, 4);
  expect(values?.get('linear_1.bias')?.values[0]).toBeCloseTo(-0.5, 4);
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
  const epochs = await learn(
    requestOf(
      { ...document, data },
      { optimiser: 'Adam', rate: 0.002, batch: 32, epochs: 4, validation: 0.1 },
    ),
  );
  expect(epochs.at(-1)?.validation?.accuracy).toBeGreaterThan(0.95);
}, 120_000);
