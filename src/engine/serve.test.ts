/** The engine behind a port: answers in turn, closes in time, and refuses what is no request. */
import { describe, expect, test } from 'vitest';
import './testing';
import type { EngineAnswer } from '#shared/contract/engine';
import { describeProblem } from '#shared/messages/problem';
import { encodeModel } from '#shared/onnx/encode';
import { Engine } from './engine';
import { serve } from './serve';

const model = encodeModel({
  name: 'relu',
  inputs: [{ name: 'x', dtype: 'float32', shape: [2] }],
  outputs: [{ name: 'y', dtype: 'float32', shape: [2] }],
  initializers: new Map(),
  nodes: [{ name: 'y/Relu_0', type: 'Relu', inputs: ['x'], outputs: ['y'], attributes: {} }],
});
const x = { dtype: 'float32', shape: [2], values: Float32Array.of(-1, 2) };
const trace = (keys: number, tensors: Map<number, unknown> = new Map([[keys, x]])) => ({
  kind: 'trace',
  provider: 'cpu',
  model,
  feeds: new Map([['x', keys]]),
  tensors,
});

/** A port whose answers can be waited for; messages go through a copy, as between processes. */
class TestPort {
  readonly answers: EngineAnswer[] = [];
  #listener: (message: { readonly data: unknown }) => void = () => undefined;
  #waiting: (() => void)[] = [];

  /** As if the window at the other end had gone. */
  close: () => void = () => undefined;

  on(event: 'message' | 'close', listener: (message: { readonly data: unknown }) => void): void {
    if (event === 'message') this.#listener = listener;
    else
      this.close = () => {
        listener({ data: undefined });
      };
  }
  postMessage(answer: EngineAnswer): void {
    this.answers.push(structuredClone(answer));
    for (const wake of this.#waiting.splice(0)) wake();
  }
  send(data: unknown): void {
    this.#listener({ data: structuredClone(data) });
  }
  request(id: number, request: unknown): void {
    this.send({ type: 'request', id, request });
  }
  /** What `id` was told, once it was told its last. */
  async told(id: number): Promise<string[]> {
    for (;;) {
      const told = this.answers.filter((answer) => answer.id === id).map(wordOf);
      if (told.some((word) => ['reply', 'refusal', 'done', 'stopped', 'failed'].includes(word))) return told;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

function wordOf(answer: EngineAnswer): string {
  if (answer.type === 'event') return answer.event.kind;
  return answer.reply.ok ? 'reply' : 'refusal';
}

function start(): TestPort {
  const port = new TestPort();
  serve(port, new Engine());
  return port;
}

describe('requests', () => {
  test('are answered under their own number', async () => {
    const port = start();
    port.request(7, { kind: 'providers' });
    port.request(8, { kind: 'run', model, feeds: new Map([['x', x]]) });
    port.request(9, trace(1));
    expect(await port.told(9)).toEqual(['start', 'frames', 'done']);
    expect(await port.told(7)).toEqual(['reply']);
    expect(await port.told(8)).toEqual(['reply']);
  });

  test('are answered one at a time, in the order they came', async () => {
    const port = start();
    for (let id = 1; id <= 4; id++) port.request(id, trace(id));
    await port.told(4);
    expect(port.answers.map(({ id }) => id)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
  });

  test('compare what was kept with what was traced since', async () => {
    const port = start();
    port.request(1, trace(1));
    port.request(2, { kind: 'keep', what: 'last trace' });
    port.request(3, trace(2, new Map([[2, { ...x, values: Float32Array.of(-1, 3) }]])));
    const request = { kind: 'compare', pairs: [['y', 'y']], tolerance: { absolute: 0, relative: 0 } };
    port.request(4, request);
    port.request(5, { ...request, pairs: 'all' });
    expect(await port.told(4)).toEqual(['compared', 'done']);
    const [compared] = port.answers.filter(({ id }) => id === 4);
    expect(compared).toMatchObject({
      event: { differences: [['y', { absolute: 1, furthest: { index: [1], values: [3, 2] } }]] },
    });
    expect(await port.told(5)).toEqual(['failed', 'refusal']);
  });

  test('that fail do not hold up the next', async () => {
    const port = start();
    port.request(1, { ...trace(1), model: Uint8Array.of(1, 2, 3) });
    port.request(2, trace(1, new Map([[1, { ...x, shape: [5] }]])));
    port.request(3, { kind: 'run', model, feeds: new Map([['x', { ...x, shape: [5] }]]) });
    port.request(4, { kind: 'read', value: 'y' });
    port.request(5, trace(5));
    expect(await port.told(5)).toEqual(['start', 'frames', 'done']);
    expect([await port.told(1), await port.told(2), await port.told(3), await port.told(4)]).toEqual([
      ['failed'],
      ['failed', 'refusal'],
      ['failed', 'refusal'],
      ['refusal'],
    ]);
  });
});

describe('closing', () => {
  test('the port means that nothing more is begun', async () => {
    const port = start();
    port.request(1, trace(1));
    port.request(2, trace(2));
    port.close();
    expect(await port.told(2)).toEqual(['stopped']);
  });

  test('a trace that waits means it never starts', async () => {
    const port = start();
    port.request(1, trace(1));
    port.request(2, trace(2));
    port.send({ type: 'close', id: 2 });
    port.request(3, trace(3));
    expect(await port.told(3)).toEqual(['start', 'frames', 'done']);
    expect(await port.told(1)).toEqual(['start', 'frames', 'done']);
    expect(await port.told(2)).toEqual(['stopped']);
  });

  test('what is over, unknown or closed already changes nothing', async () => {
    const port = start();
    port.request(1, trace(1));
    await port.told(1);
    for (const id of [1, 1, 99]) port.send({ type: 'close', id });
    port.request(2, { kind: 'providers' });
    expect(await port.told(2)).toEqual(['reply']);
    expect(port.answers.length).toBe(4);
  });
});

describe('what is no request', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a word', 'trace'],
    ['another type', { type: 'shout', id: 1 }],
    ['another kind', { type: 'request', id: 1, request: { kind: 'delete-everything' } }],
    ['a provider nobody knows', { type: 'request', id: 1, request: { ...trace(1), provider: 'abacus' } }],
    ['a model that is no bytes', { type: 'request', id: 1, request: { ...trace(1), model: 'model' } }],
    ['half a shape', { type: 'request', id: 1, request: trace(1, new Map([[1, { ...x, shape: [0.5] }]])) }],
    [
      'values of another type',
      { type: 'request', id: 1, request: trace(1, new Map([[1, { ...x, values: [1] }]])) },
    ],
  ])('%s is refused with a sentence, and the next request answered', async (_, data) => {
    const port = start();
    port.send(data);
    expect(port.answers.map(wordOf)).toEqual(['failed', 'refusal']);
    for (const answer of port.answers) {
      const problem = answer.type === 'event' ? answer.event : answer.reply;
      expect('problem' in problem && describeProblem(problem.problem)).toMatch(
        /^A request to the app was not understood/,
      );
    }
    port.request(2, { kind: 'providers' });
    expect(await port.told(2)).toEqual(['reply']);
  });
});
