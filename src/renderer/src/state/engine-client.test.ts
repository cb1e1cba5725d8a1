/** What is on its way to the engine: rows in pieces and tensors once, and of what was sent before the changes alone. */
import { describe, expect, test } from 'vitest';
import {
  labelOf,
  type EngineAnswer,
  type EngineRequest,
  type TrainEvent,
  type TrainRequest,
} from '#shared/contract/engine';
import { keptFeatures, type DataSet } from '#shared/data/data-set';
import { problem } from '#shared/messages/problem';
import { pageLength, withElement } from '#shared/tensor/paged';
import { floatTensor, type Tensor } from '#shared/tensor/tensor';
import { EngineClient } from './engine-client';

type Sent = { readonly id: number; readonly request: EngineRequest };

/** An engine that takes every piece and ends every run at once, and what it was sent. */
function connect(client: EngineClient): Sent[] {
  const sent: Sent[] = [];
  const port = {
    onmessage: null as ((message: { data: EngineAnswer }) => void) | null,
    close: () => undefined,
    postMessage: (message: Sent) => {
      sent.push(message);
      const { id, request } = message;
      const answer: EngineAnswer =
        request.kind === 'train'
          ? { type: 'event', id, event: { kind: 'done', ms: 1 } }
          : { type: 'reply', id, reply: { ok: true, value: null } };
      queueMicrotask(() => port.onmessage?.({ data: answer }));
    },
  };
  client.connect(port as unknown as MessagePort);
  return sent;
}

function dataOf(rows: number, width: number): DataSet {
  const values = Float32Array.from({ length: rows * width }, (_, at) => at);
  return {
    features: keptFeatures({ dtype: 'float32', shape: [rows, width], values }),
    targets: Float32Array.from({ length: rows }, (_, row) => row),
    columns: [],
    classes: [],
  };
}

function train(
  client: EngineClient,
  data: DataSet,
  report: (done: number, total: number) => void = () => undefined,
): { readonly close: () => void; readonly last: Promise<TrainEvent> } {
  const request = { kind: 'train', rows: client.give(data) } as unknown as TrainRequest;
  let close = (): void => undefined;
  const last = new Promise<TrainEvent>((resolve) => {
    close = client.train(request, resolve, report);
  });
  return { close, last };
}

const kinds = (sent: readonly Sent[]): readonly string[] => sent.map(({ request }) => request.kind);

test('rows are sent in pieces before the run that needs them, and once', async () => {
  const client = new EngineClient();
  const sent = connect(client);
  const data = dataOf(5, 500_000);
  const told: number[][] = [];
  expect(await train(client, data, (...at) => told.push(at)).last).toEqual({ kind: 'done', ms: 1 });
  expect(kinds(sent)).toEqual(['hold', 'hold', 'hold', 'train']);
  expect(told).toEqual([
    [2, 5],
    [4, 5],
    [5, 5],
  ]);
  expect(sent[2]?.request).toMatchObject({ rows: 5, from: 4, targets: Float32Array.of(4) });
  await train(client, data).last;
  expect(kinds(sent).slice(4)).toEqual(['train']);
  expect(sent[4]?.request).toMatchObject({ rows: { held: 1, count: 5 } });
});

test('a fresh engine is sent them again, and other rows make the ones before go', async () => {
  const client = new EngineClient();
  connect(client);
  const [first, second] = [dataOf(3, 2), dataOf(4, 2)];
  await train(client, first).last;
  const sent = connect(client);
  await train(client, first).last;
  await train(client, second).last;
  await train(client, first).last;
  expect(kinds(sent)).toEqual(['hold', 'train', 'hold', 'train', 'hold', 'train']);
  expect(sent[2]?.request).toMatchObject({ keeps: [2] });
});

test('a run that is given up meanwhile never begins', async () => {
  const client = new EngineClient();
  const sent = connect(client);
  const { close, last } = train(client, dataOf(6, 500_000), () => {
    close();
  });
  expect(await last).toEqual({ kind: 'stopped' });
  expect(kinds(sent)).toEqual(['hold']);
});

test('of a tensor the engine holds another version of, the changes alone are sent; a fresh engine is sent all', () => {
  const client = new EngineClient();
  const large = floatTensor([2 * pageLength], new Float32Array(2 * pageLength));
  const edited = withElement(large, pageLength + 1, 5);
  const trace = (weight: Tensor<'float32'>): void => {
    const feeds = new Map([['w', weight]]);
    client.trace({ model: new Uint8Array(), feeds, provider: 'cpu' }, () => undefined);
  };
  const sent = connect(client);
  for (const weight of [large, edited, edited, large]) trace(weight);
  const page = large.values.slice(0, pageLength);
  expect(sent.map(({ request }) => request)).toMatchObject([
    { feeds: new Map([['w', 1]]), tensors: new Map([[1, large]]) },
    {
      feeds: new Map([['w', 2]]),
      tensors: new Map([[2, { from: 1, changes: [{ at: pageLength, values: page.with(1, 5) }] }]]),
    },
    { feeds: new Map([['w', 2]]), tensors: new Map() },
    {
      feeds: new Map([['w', 3]]),
      tensors: new Map([[3, { from: 2, changes: [{ at: pageLength, values: page }] }]]),
    },
  ]);
  const afresh = connect(client);
  trace(edited);
  expect(afresh[0]?.request).toMatchObject({ tensors: new Map([[4, edited]]) });
});

test('without an engine the run fails, rows or none', async () => {
  expect(await train(new EngineClient(), dataOf(2, 2)).last).toMatchObject({
    kind: 'failed',
    problem: { code: 'engine-stopped' },
  });
});

test('without an engine every request is answered with why there is none', async () => {
  const client = new EngineClient();
  const gone = problem('engine-not-starting');
  client.disconnect(gone);
  expect(await client.providers()).toEqual({ ok: false, problem: gone });
  connect(client);
  client.disconnect();
  expect(await client.providers()).toEqual({ ok: false, problem: problem('engine-stopped') });
});

describe('numbers that a proof was fed', () => {
  const x = floatTensor([1], [1]);
  const weight = floatTensor([1], [2]);
  const own = { own: 'file.weight', isTurned: false };
  const proof = { against: new Map<string, string>(), weights: new Map([['node.weight', own]]) };
  const model = new Uint8Array(1);

  /** What a trace of x and the weight sends along, after what `before` does once the proof was answered with `differing`. */
  async function sentAfter(differing: readonly string[], before: (client: EngineClient) => void) {
    const client = new EngineClient();
    const sent: Sent[] = [];
    const port = {
      onmessage: null as ((message: { data: EngineAnswer }) => void) | null,
      close: () => undefined,
      postMessage: (message: Sent) => sent.push(message),
    };
    client.connect(port as unknown as MessagePort);
    const recorded = client.record(model, new Map([['x', x]]), proof);
    const [{ id } = { id: 0 }] = sent;
    port.onmessage?.({
      data: { type: 'reply', id, reply: { ok: true, value: { values: new Map(), differing } } },
    });
    await recorded;
    before(client);
    client.recall(new Map([[labelOf(own), weight]]));
    const feeds = new Map([
      ['x', x],
      ['node.weight', weight],
    ]);
    client.trace({ model, feeds, provider: 'cpu' }, () => undefined);
    const asked = sent.map(({ request }) => request);
    const keys = asked.flatMap((request) => (request.kind === 'record' ? [request.keys] : []));
    const traces = asked.flatMap((request) => (request.kind === 'trace' ? [request] : []));
    return {
      lent: keys[0]?.get('node.weight'),
      named: traces.at(-1)?.feeds,
      tensors: traces.at(-1)?.tensors,
    };
  }

  test('are named in the first trace of the document, not sent', async () => {
    const { lent, named, tensors } = await sentAfter([], () => undefined);
    expect(lent).toBeDefined();
    expect(named?.get('node.weight')).toBe(lent);
    expect([...(tensors?.values() ?? [])]).toEqual([x]);
  });

  const other = new Map([['x', floatTensor([1], [5])]]);
  test.each<[string, readonly string[], (client: EngineClient) => void]>([
    ['the proof failed', ['y'], () => undefined],
    [
      'another document was traced',
      [],
      (client) => client.trace({ model, feeds: other, provider: 'cpu' }, () => undefined),
    ],
    [
      'another proof is under way',
      [],
      (client) => void client.record(model, new Map(), { ...proof, weights: new Map() }),
    ],
    [
      'the engine is another',
      [],
      (client) => client.connect({ postMessage: () => undefined } as unknown as MessagePort),
    ],
  ])('are sent where %s', async (why, differing, before) => {
    const { named, tensors } = await sentAfter(differing, before);
    // A fresh engine hears of it over a port of its own.
    if (why === 'the engine is another') expect(tensors).toBeUndefined();
    else expect(tensors?.get(named?.get('node.weight') ?? 0)).toEqual(weight);
  });
});
