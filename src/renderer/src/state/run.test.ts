/** What a run comes to from the engine's events, and where it stands. */
import { describe, expect, test } from 'vitest';
import type { TrainedBatch, TrainedEpoch, TrainRequest } from '#shared/contract/engine';
import type { TrainingProgram } from '#shared/training/compile-training';
import { floatTensor } from '#shared/tensor/tensor';
import {
  addBatches,
  addEpochs,
  addKept,
  addStanding,
  backToStanding,
  beginRun,
  epochsOf,
  momentsOf,
  nameOf,
  withRequest,
} from './run';

const program = {
  parameters: [{ node: 'n', name: 'weight', value: 'n.weight', next: '', states: [], shape: [1] }],
} as unknown as TrainingProgram;
const values = (weight: number, size = 1) =>
  new Map([
    ['n.weight', floatTensor([size], new Float32Array(size).fill(weight))],
    ['n.weight.state_0', floatTensor([1], [weight])],
  ]);
const request = {
  values: values(0),
  rows: { held: 1, count: 20 },
  batch: 10,
  seed: 1,
  shuffle: true,
  norms: [],
} as unknown as TrainRequest;
const sum = { rows: 10, loss: 1, correct: 0, batches: 1, norms: [] };
const epoch = (number: number, size = 1): TrainedEpoch => ({
  epoch: number,
  loss: 1 / number,
  values: values(number, size),
  gradientNorms: new Map([['n.weight', number]]),
});
const kept = (number: number, batch: number): TrainedBatch => ({
  epoch: number,
  batch,
  sum,
  values: values(number - 1 + batch / 2),
});
const weightOf = (moment: { parameters: Record<string, Record<string, { values: Float32Array }>> }) =>
  moment.parameters.n?.weight?.values[0];

describe('a run', () => {
  test('stands within a long epoch without keeping it to be looked at', () => {
    const run = addStanding(addEpochs(beginRun(request, program), [epoch(1)], 0), kept(2, 1));
    expect(run.standing).toMatchObject({ epoch: 1, batch: 1, within: { batch: 1, sum } });
    expect(weightOf(run.standing)).toBe(1.5);
    expect(momentsOf(run).map(({ batch }) => batch)).toEqual([undefined, undefined]);
  });

  test('that ended with the app is known by what its epochs came to', () => {
    const [first, ...rest] = epochsOf([epoch(1), epoch(2)], 2);
    expect([first?.result, first?.parameters]).toEqual([undefined, {}]);
    expect(rest.map(({ result }) => result?.loss)).toEqual([1, 0.5]);
    expect(rest.every(({ observation }) => observation !== '')).toBe(true);
  });

  test('stands where the last event left it, whatever order they are told in', () => {
    let run = addKept(beginRun(request, program), [kept(1, 1), kept(2, 1)]);
    run = addEpochs(run, [epoch(1)], 0);
    expect(run.standing).toMatchObject({ epoch: 1, batch: 1, within: { batch: 1, sum } });
    run = addEpochs(run, [epoch(2)], 0);
    expect(run.standing).toMatchObject({ epoch: 2 });
    expect(run.standing.within).toBeUndefined();
    expect(run.standing.values.has('n.weight.state_0')).toBe(true);
    expect(momentsOf(run).map(weightOf)).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(momentsOf(run).map(nameOf)).toEqual([
      'epoch 0',
      'epoch 1, minibatch 1',
      'epoch 1',
      'epoch 2, minibatch 1',
      'epoch 2',
    ]);
    expect(run.epochs[2]?.gradientNorms?.get('n.weight')).toBe(2);
  });

  test('goes back to where it stands: what came later is told again', () => {
    const losses = (number: number) => ({ epoch: number, batch: 1, losses: Float32Array.of(1, 2) });
    let run = addEpochs(addBatches(beginRun(request, program), [losses(1)]), [epoch(1)], 0);
    run = backToStanding(addBatches(run, [losses(2)]));
    expect(run.batches.map(({ epoch: number, batch }) => [number, batch])).toEqual([
      [1, 1],
      [1, 2],
    ]);
  });

  test('begins the epoch again where minibatches are others', () => {
    const run = addKept(beginRun(request, program), [kept(1, 1)]);
    expect(withRequest(run, { request: { ...request }, program }).standing).toBe(run.standing);
    const others = [{ batch: 5 }, { seed: 2 }, { shuffle: false }, { rows: { held: 2, count: 20 } }];
    for (const change of others) {
      const { standing } = withRequest(run, { request: { ...request, ...change }, program });
      expect(standing.within).toBeUndefined();
      expect(standing.values).toBe(run.standing.values);
    }
  });

  test('lets the weights of its oldest epochs go, never the first or the last', () => {
    let run = beginRun(request, program);
    for (let number = 1; number <= 12; number++) run = addEpochs(run, [epoch(number, 4_000_000)], 0);
    const isKept = run.epochs.map(({ parameters }) => Object.keys(parameters).length > 0);
    expect(isKept).toEqual([true, ...new Array<boolean>(9).fill(false), true, true, true]);
    expect(run.epochs.every(({ result }, at) => at === 0 || result)).toBe(true);
  });
});
