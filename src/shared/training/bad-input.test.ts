/** What cannot be trained is said in a whole sentence, before anything runs. */
import { describe, expect, test } from 'vitest';
import { epochsOf, eventsOf } from '#engine/testing';
import type { TrainEvent } from '#shared/contract/engine';
import { keptFeatures, type DataSet } from '../data/data-set';
import type { Document } from '../document/document';
import { initialTraining, type TrainingSettings } from '../document/training-settings';
import { describeProblem, isProblem, type Problem } from '../messages/problem';
import { floatTensor } from '../tensor/tensor';
import { buildNetwork, partId, type Part } from './reference/build';
import { trainRequest } from './request';

function dataOf(given: Partial<DataSet> & { width?: number; rows?: number } = {}): DataSet {
  const { width = 3, rows = 12, ...rest } = given;
  return {
    features: keptFeatures(
      floatTensor(
        [rows, width],
        Array.from({ length: rows * width }, (_, at) => Math.sin(at)),
      ),
    ),
    targets: Float32Array.from({ length: rows }, (_, row) => row % 3),
    columns: [],
    classes: ['a', 'b', 'c'],
    ...rest,
  };
}

const input = (...shape: readonly number[]): Part => ({ layer: 'Input', attributes: { shape: [...shape] } });
const linear = (out_features: number, more: Partial<Part> = {}): Part => ({
  layer: 'Linear',
  ...more,
  attributes: { out_features, ...more.attributes },
});
const whole = [input(1, 3), linear(5), { layer: 'ReLU' }, linear(3)];

const settingsOf = (settings: Partial<TrainingSettings>): TrainingSettings => ({
  ...initialTraining,
  ...settings,
});

/** Rows as they are, however damaged: what no file would let through. */
function requestOn(document: Document, data: DataSet, given: Partial<TrainingSettings>) {
  const rows = { training: data, validation: undefined, test: undefined };
  return trainRequest(document, settingsOf(given), 'cpu', rows);
}

function problemOf(
  parts: readonly Part[] | Document,
  data: DataSet,
  settings: Partial<TrainingSettings> = {},
): Problem {
  const document = 'nodes' in parts ? parts : buildNetwork(parts);
  const found = requestOn(document, data, settings);
  if (!isProblem(found)) throw new Error('this could be trained');
  expect(describeProblem(found)).toMatch(/^["A-Z][^{}]*[.]$/);
  expect(describeProblem(found)).not.toMatch(/undefined|NaN|\[object/);
  return found;
}

async function run(parts: readonly Part[], data: DataSet, settings: Partial<TrainingSettings> = {}) {
  const found = requestOn(buildNetwork(parts), data, settings);
  if (isProblem(found)) throw new Error(describeProblem(found));
  return eventsOf(found.request);
}

const lossesOf = (events: readonly TrainEvent[]) =>
  epochsOf(events).map(({ loss, validation }) => [loss, validation?.loss]);

test('the network the others are made from can be trained', async () => {
  const events = await run(whole, dataOf());
  expect(events.at(-1)?.kind).toBe('done');
});

describe('data', () => {
  test('that is not there, or has no rows', () => {
    const found = trainRequest(buildNetwork(whole), initialTraining, 'cpu');
    expect(isProblem(found) && found.code).toBe('training-without-rows');
    expect(problemOf(whole, dataOf({ rows: 0 })).code).toBe('training-without-rows');
  });

  test.each([
    [1, 'number', { loss: 'MSELoss' }],
    [2, 'class', {}],
    [4, 'class', {}],
  ] as const)('of %i features for an Input of three (%s)', (width, _, settings) => {
    const found = problemOf(whole, dataOf({ width }), settings);
    expect(found).toMatchObject({ code: 'data-does-not-fit-input', values: { width, expected: 3 } });
  });

  test('with more classes than outputs', () => {
    const found = problemOf([...whole.slice(0, -1), linear(2)], dataOf());
    expect(found).toMatchObject({
      code: 'data-does-not-fit-output',
      node: partId(3),
      values: { outputs: 2, classes: 3 },
    });
  });

  test('with fewer classes than outputs can be trained', async () => {
    const events = await run([...whole.slice(0, -1), linear(7)], dataOf());
    expect(events.at(-1)?.kind).toBe('done');
  });

  test.each(['CrossEntropyLoss', 'NLLLoss'])('of one class, or of none, for %s', (loss) => {
    const one = dataOf({ classes: ['only'], targets: new Float32Array(12) });
    expect(problemOf(whole, one, { loss })).toMatchObject({
      code: 'data-has-one-class',
      values: { only: 'only' },
    });
    const numbers = dataOf({ classes: [], targets: new Float32Array(12).fill(0.5) });
    expect(problemOf(whole, numbers, { loss })).toMatchObject({
      code: 'data-has-no-classes',
      values: { loss },
      repairs: [{ kind: 'set-loss', loss: 'MSELoss' }],
    });
    expect(problemOf(whole, dataOf({ classes: [] }), { loss })).toMatchObject({
      code: 'data-could-be-classes',
      repairs: [
        { kind: 'take-as', answer: 'class' },
        { kind: 'set-loss', loss: 'MSELoss' },
      ],
    });
  });

  test('of three classes, for a loss that takes numbers', () => {
    expect(problemOf([input(1, 3), linear(1)], dataOf(), { loss: 'MSELoss' })).toMatchObject({
      code: 'data-has-classes',
      repairs: [{ kind: 'set-loss', loss: 'CrossEntropyLoss' }],
    });
  });

  test('of two numbers that are not yes and no, for a loss that takes these', () => {
    const targets = Float32Array.from({ length: 12 }, (_, row) => (row % 2 === 0 ? -1 : 1));
    const found = problemOf([input(1, 3), linear(1)], dataOf({ classes: [], targets }), { loss: 'BCELoss' });
    expect(found).toMatchObject({
      code: 'data-not-yes-or-no',
      repairs: [
        { kind: 'take-as', answer: 'class' },
        { kind: 'set-loss', loss: 'MSELoss' },
      ],
    });
  });

  test.each([
    ['above the classes', 3],
    ['below the first', -1],
    ['between two', 0.5],
    ['that are no numbers', Number.NaN],
  ])('with labels %s', (_, label) => {
    const targets = Float32Array.from({ length: 12 }, (_row, row) => (row === 7 ? label : row % 3));
    expect(problemOf(whole, dataOf({ targets })).values).toBeDefined();
  });

  test.each(['MSELoss', 'L1Loss', 'HuberLoss', 'BCEWithLogitsLoss'])(
    'of one number a row for more outputs, with %s',
    (loss) => {
      expect(problemOf(whole, dataOf({ classes: [] }), { loss })).toMatchObject({
        code: 'data-does-not-fit-output',
        values: { outputs: 3, classes: 1 },
      });
    },
  );
});

describe('a network', () => {
  test('without layers, or with a loss or an optimiser nobody knows', () => {
    problemOf([], dataOf());
    problemOf(whole, dataOf(), { loss: 'NoLoss' });
    problemOf(whole, dataOf(), { optimiser: 'NoOptimiser' });
  });

  test('without weights', () => {
    expect(problemOf([input(1, 3), { layer: 'ReLU' }], dataOf()).code).toBe('training-without-parameters');
    const statisticsAlone: Part[] = [input(1, 3), { layer: 'BatchNorm1d', attributes: { affine: false } }];
    expect(problemOf(statisticsAlone, dataOf()).code).toBe('training-without-parameters');
  });

  test('with two Inputs before the answer, or none', () => {
    const two = [input(1, 3), linear(3), input(1, 3), { layer: 'Add', from: [1, 2] }];
    expect(problemOf(two, dataOf())).toMatchObject({
      code: 'training-needs-one-input',
      values: { count: 2 },
    });
    problemOf([linear(3, { from: [] })], dataOf());
  });

  test('with an Input aside can be trained', async () => {
    const aside = [input(1, 9), linear(2), { ...input(1, 3), from: [] }, linear(3)];
    const events = await run(aside, dataOf());
    expect(events.at(-1)?.kind).toBe('done');
  });

  test.each([
    [
      'ends in a layer that does not fit',
      [...whole.slice(0, -1), linear(3, { attributes: { in_features: 9 } })],
    ],
    [
      'does not fit in the middle',
      [
        input(1, 3),
        linear(5),
        { layer: 'Linear', attributes: { in_features: 9 } },
        { layer: 'ReLU' },
        linear(3),
      ],
    ],
    ['ends in an Add that misses an input', [...whole, { layer: 'Add' }]],
    ['has a Conv2d where there is no picture', [...whole.slice(0, -1), { layer: 'Conv2d' }, linear(3)]],
  ] as const)('that %s is not trained in part', (_, parts) => {
    const found = problemOf(parts, dataOf());
    expect(found.node).toBeDefined();
    expect(found.code).not.toMatch(/^data/);
  });

  test('whose scored layer does not fit is not scored elsewhere', () => {
    const parts = [
      ...whole.slice(0, -1),
      linear(3, { attributes: { in_features: 9 } }),
      { layer: 'Softmax' },
    ];
    expect(problemOf(parts, dataOf(), { scored: partId(3) })).toMatchObject({
      code: 'features-mismatch',
      node: partId(3),
    });
  });

  test('with a layer nobody wired can be trained', async () => {
    const events = await run([...whole, linear(4, { from: [] })], dataOf());
    expect(events.at(-1)?.kind).toBe('done');
  });

  test('that ends in probabilities', () => {
    const found = problemOf([...whole, { layer: 'Softmax' }], dataOf());
    expect(found.code).toBe('loss-after-softmax');
  });

  test.each(['CrossEntropyLoss', 'NLLLoss'])('that gives pictures to %s', (loss) => {
    const parts = [input(1, 1, 3, 1), { layer: 'Conv2d', attributes: { kernel_size: 1, out_channels: 3 } }];
    expect(problemOf(parts, dataOf(), { loss })).toMatchObject({
      code: 'loss-needs-scores',
      node: partId(1),
      values: { loss },
    });
  });

  test.each([
    ['into rows', { start_dim: 0, end_dim: 1 }],
    ['into one', { start_dim: 0, end_dim: -1 }],
  ])('that mixes the rows of a minibatch %s', (_, attributes) => {
    const parts = [input(1, 3, 1), linear(3), { layer: 'Flatten', attributes }];
    for (const loss of ['CrossEntropyLoss', 'NLLLoss', 'MSELoss'])
      for (const batch of [1, 4]) problemOf(parts, dataOf(), { loss, batch });
  });

  test.each([
    [
      'a picture of one dot',
      [1, 1, 1],
      [{ layer: 'Conv2d', attributes: { kernel_size: 1, out_channels: 1 } }],
    ],
    ['a number in two brackets', [1, 3], [linear(1)]],
  ])('that answers with %s can be trained on numbers', async (_, row, parts) => {
    const width = row.reduce((size, each) => size * each, 1);
    const data = dataOf({ width, classes: [] });
    const settings = { loss: 'MSELoss', batch: 5, validation: 0.25 };
    const events = await run([input(1, ...row), ...parts], data, settings);
    expect(events.at(-1)?.kind).toBe('done');
    const flat = await run([input(1, ...row), ...parts, { layer: 'Flatten' }], data, settings);
    expect(lossesOf(events)).toHaveLength(5);
    expect(lossesOf(events)).toEqual(lossesOf(flat));
  });

  test('with BatchNorm1d and a rest of one row', () => {
    const parts = [input(1, 3), linear(4), { layer: 'BatchNorm1d' }, { layer: 'ReLU' }, linear(3)];
    for (const batch of [1, 11]) {
      expect(problemOf(parts, dataOf(), { batch })).toMatchObject({
        code: 'too-few-to-normalise',
        node: partId(2),
      });
    }
  });
});

test.each([
  ['Infinity', Number.POSITIVE_INFINITY],
  ['NaN', Number.NaN],
])('a feature of %s stops the run with the place', async (_, value) => {
  const data = dataOf();
  data.features.take()[20] = value;
  const events = await run(whole, data, { shuffle: false, batch: 4 });
  const last = events.at(-1);
  expect(last?.kind === 'failed' && last.problem).toMatchObject({
    code: 'loss-not-finite',
    values: { epoch: 1, batch: 2 },
  });
  expect(last?.kind === 'failed' && describeProblem(last.problem)).not.toMatch(/[{}]/);
});

test('a minibatch larger than the data does not keep the widths from being checked', () => {
  const found = problemOf(whole, dataOf({ width: 4 }), { batch: 100_000 });
  expect(found.code).toBe('data-does-not-fit-input');
});

test('rows kept aside are checked like the others', () => {
  for (const validation of [0.1, 0.9]) {
    expect(problemOf(whole, dataOf({ width: 4 }), { validation }).code).toBe('data-does-not-fit-input');
  }
});

test('answers that BCEWithLogitsLoss cannot take are said, with a loss that can', () => {
  const found = problemOf([input(1, 3), linear(1)], dataOf({ classes: [] }), { loss: 'BCEWithLogitsLoss' });
  expect(found.code).toBe('data-not-between-0-and-1');
  expect(found.repairs).toEqual([{ kind: 'set-loss', loss: 'MSELoss' }]);
});
