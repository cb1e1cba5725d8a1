/** Rows that are held in pieces are learned from like rows that come with the request. */
import { expect, test } from 'vitest';
import { epochsOf, eventsOf } from './testing';
import type { EngineRequest, TrainRequest } from '#shared/contract/engine';
import { keptFeatures, type DataSet } from '#shared/data/data-set';
import { initialTraining } from '#shared/document/training-settings';
import { describeProblem, isProblem } from '#shared/messages/problem';
import { floatTensor } from '#shared/tensor/tensor';
import { buildNetwork } from '#shared/training/reference/build';
import { trainRequest } from '#shared/training/request';
import { Engine } from './engine';

const width = 3;

function dataOf(rows: number): DataSet {
  const values = Array.from({ length: rows * width }, (_, at) => Math.sin(at));
  return {
    features: keptFeatures(floatTensor([rows, width], values)),
    targets: Float32Array.from({ length: rows }, (_, row) => row % 2),
    columns: [],
    classes: ['a', 'b'],
  };
}
const training = dataOf(20);
const validation = dataOf(7);

function requestWith(give?: (data: DataSet) => TrainRequest['rows']): TrainRequest {
  const document = buildNetwork([
    { layer: 'Input', attributes: { shape: [1, width] } },
    { layer: 'Linear', attributes: { out_features: 2 } },
  ]);
  const settings = { ...initialTraining, epochs: 2, batch: 6 };
  const rows = { training, validation, test: undefined };
  const found = trainRequest(document, settings, 'cpu', rows, give);
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found.request;
}

function pieceOf(data: DataSet, key: number, from: number, to: number, keeps: number[]): EngineRequest {
  const [features, targets] = [data.features.take(from, to), data.targets.slice(from, to)];
  return { kind: 'hold', key, rows: data.targets.length, from, features, targets, keeps };
}
async function hold(engine: Engine, data: DataSet, key: number, keeps: number[] = []): Promise<void> {
  for (const [from, to] of [
    [0, 4],
    [4, data.targets.length],
  ] as const) {
    const piece = pieceOf(data, key, from, to, keeps) as Extract<EngineRequest, { kind: 'hold' }>;
    expect(await engine.answer(piece)).toEqual({ ok: true, value: null });
  }
}
const held = requestWith((data) => ({ held: data === training ? 1 : 2, count: data.targets.length }));

test('a run on held rows has the same epochs, and they need not be sent again', async () => {
  const engine = new Engine();
  await hold(engine, training, 1);
  await hold(engine, validation, 2, [1]);
  const expected = epochsOf(await eventsOf(requestWith()));
  expect(expected).toHaveLength(2);
  expect(epochsOf(await eventsOf(held, engine))).toEqual(expected);
  expect(epochsOf(await eventsOf(held, engine))).toEqual(expected);
});

test('rows that are wanted no more are let go, and a run that names them is refused', async () => {
  const engine = new Engine();
  await hold(engine, training, 1);
  await hold(engine, validation, 2);
  const [event] = await eventsOf(held, engine);
  expect(event).toMatchObject({ kind: 'failed', problem: { code: 'training-without-rows' } });
});
