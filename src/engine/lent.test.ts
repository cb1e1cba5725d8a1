/** What a proof was fed of a file's numbers is there for the first run, and only where the proof held. */
import { expect, test, vi } from 'vitest';
import './testing';
import type { TraceEvent } from '#shared/contract/engine';
import { encodeModel } from '#shared/onnx/encode';
import { floatTensor, type Tensor } from '#shared/tensor/tensor';
import { Engine } from './engine';
import ort from './runtime';

const x = floatTensor([2], [3, 4]);
const w = floatTensor([2], [10, 100]);
const value = (name: string) => ({ name, dtype: 'float32' as const, shape: [2] });

/** One operator of x and w, which the model brings or is given. */
const modelOf = (type: string, brought: ReadonlyMap<string, Tensor> = new Map()) =>
  encodeModel({
    name: 'main',
    inputs: brought.size > 0 ? [value('x')] : [value('x'), value('weight')],
    outputs: [value('y')],
    initializers: brought,
    nodes: [
      { name: 'y', type, inputs: ['x', brought.size > 0 ? 'w' : 'weight'], outputs: ['y'], attributes: {} },
    ],
  });

async function proved(engine: Engine, type: string, key: number): Promise<void> {
  const feeds = new Map([['x', x]]);
  await engine.answer({ kind: 'record', model: modelOf('Mul', new Map([['w', w]])), feeds, proof: 'begin' });
  const proof = {
    against: new Map([['y', 'y']]),
    weights: new Map([['weight', { own: 'w', isTurned: false }]]),
  };
  const keys = new Map([['weight', key]]);
  await engine.answer({ kind: 'record', model: modelOf(type), feeds, proof, keys });
}

/** Fed x, and what is held under the key. */
async function traced(engine: Engine, key: number): Promise<TraceEvent | undefined> {
  const events: TraceEvent[] = [];
  const feeds = new Map([
    ['x', 1],
    ['weight', key],
  ]);
  const request = {
    kind: 'trace',
    provider: 'cpu',
    model: modelOf('Mul'),
    feeds,
    tensors: new Map([[1, x]]),
  } as const;
  await engine.trace(request, (event) => events.push(event), new AbortController().signal);
  return events.find(({ kind }) => kind === 'frames' || kind === 'failed');
}

test('a run names them, and nothing is sent', async () => {
  const engine = new Engine();
  await proved(engine, 'Mul', 7);
  for (let run = 0; run < 2; run++)
    expect(await traced(engine, 7)).toMatchObject({
      frames: [{ value: 'y', preview: { values: Float32Array.of(30, 400) } }],
    });
});

test('the first run finds its session made', async () => {
  const create = vi.spyOn(ort.InferenceSession, 'create');
  const engine = new Engine();
  await proved(engine, 'Mul', 7);
  await expect.poll(() => create.mock.calls.length).toBe(3);
  await traced(engine, 7);
  expect(create).toHaveBeenCalledTimes(3);
  create.mockRestore();
});

test('they are let go where a proof fails, and for those of the next', async () => {
  const engine = new Engine();
  await proved(engine, 'Add', 7);
  expect(await traced(engine, 7)).toMatchObject({ kind: 'failed' });
  await proved(engine, 'Mul', 8);
  await proved(engine, 'Mul', 9);
  expect(await traced(engine, 8)).toMatchObject({ kind: 'failed' });
});
