/** The engine in this process: traces, runs, and what it says when something is wrong. */
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, test, vi } from 'vitest';
import './testing';
import { compileTrace, feedsOf } from '#shared/compile/compile';
import {
  previewLimit,
  type Frame,
  type ProviderId,
  type TraceEvent,
  type TraceRequest,
} from '#shared/contract/engine';
import { emptyDocument, type Document } from '#shared/document/document';
import { applyEdit, type Edit } from '#shared/document/edits';
import { inferShapes } from '#shared/document/infer';
import { describeProblem } from '#shared/messages/problem';
import type { Shape } from '#shared/tensor/shape';
import { numbersOf, floatTensor, type Tensor } from '#shared/tensor/tensor';
import { Engine } from './engine';
import { listProviders } from './providers';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Input, ReLU and Tanh in a row. */
function chainOf(shape: Shape, values: readonly number[]): Document {
  const edits: Edit[] = [
    ...['Input', 'ReLU', 'Tanh'].map((layer): Edit => ({
      kind: 'add-node',
      layer,
      position: { x: 0, y: 0 },
      id: layer,
    })),
    { kind: 'set-attribute', node: 'Input', name: 'shape', value: shape },
    { kind: 'set-input', node: 'Input', value: floatTensor(shape, values) },
    { kind: 'connect', from: { node: 'Input', port: 'y' }, to: { node: 'ReLU', port: 'x' } },
    { kind: 'connect', from: { node: 'ReLU', port: 'y' }, to: { node: 'Tanh', port: 'x' } },
  ];
  return edits.reduce(applyEdit, emptyDocument);
}

interface Sent {
  readonly provider?: ProviderId;
  /** Keys of the feeds, in their order; new tensors are sent along unless `isSent`. */
  readonly firstKey?: number;
  readonly isSent?: boolean;
}

function requestFor(
  document: Document,
  { provider = 'cpu', firstKey = 1, isSent = false }: Sent = {},
): TraceRequest {
  const inference = inferShapes(document);
  const feeds = [...feedsOf(document, inference)];
  const tensors = feeds.map(([, tensor], at): [number, Tensor] => [firstKey + at, tensor]);
  return {
    kind: 'trace',
    provider,
    model: compileTrace(inference).model,
    feeds: new Map(feeds.map(([name], at) => [name, firstKey + at])),
    tensors: new Map(isSent ? [] : tensors),
  };
}

async function trace(engine: Engine, request: TraceRequest, signal = new AbortController().signal) {
  const events: TraceEvent[] = [];
  await engine.trace(
    request,
    (event) => {
      events.push(event);
    },
    signal,
  );
  return events;
}

const kindsOf = (events: readonly TraceEvent[]) => events.map(({ kind }) => kind);
const framesOf = (events: readonly TraceEvent[]): Frame[] =>
  events.flatMap((event) => (event.kind === 'frames' ? event.frames : []));
const sentenceOf = (events: readonly TraceEvent[]) => {
  const last = events.at(-1);
  return last?.kind === 'failed' ? describeProblem(last.problem) : undefined;
};

describe('a trace', () => {
  const document = chainOf([1, 4], [-1, 0, 0.5, 2]);

  test('starts, answers a frame for every node in the order they are computed, and is done', async () => {
    const events = await trace(new Engine(), requestFor(document));
    expect(events[0]).toEqual({ kind: 'start', provider: 'cpu' });
    expect(events.at(-1)).toEqual({ kind: 'done', ms: expect.any(Number) as number });
    expect(
      kindsOf(events)
        .slice(1, -1)
        .every((kind) => kind === 'frames'),
    ).toBe(true);
    const frames = framesOf(events);
    expect(frames.map(({ value, dtype, shape }) => [value, dtype, shape])).toEqual([
      ['input_1', 'float32', [1, 4]],
      ['relu_1', 'float32', [1, 4]],
      ['tanh_1', 'float32', [1, 4]],
    ]);
    expect(frames.map(({ preview }) => [...numbersOf(preview)].map((value) => value.toFixed(4)))).toEqual([
      ['-1.0000', '0.0000', '0.5000', '2.0000'],
      ['0.0000', '0.0000', '0.5000', '2.0000'],
      ['0.0000', '0.0000', '0.4621', '0.9640'],
    ]);
    expect(frames[0]?.statistics).toMatchObject({ min: -1, max: 2, mean: 0.375, notFinite: 0 });
    for (const { ms } of frames) expect(ms).toBeGreaterThanOrEqual(0);
  });

  test('says how long each node took, and 0 where nothing was computed', async () => {
    const large = chainOf([200_000], new Array<number>(200_000).fill(0.5));
    const [input, relu, tanh] = framesOf(await trace(new Engine(), requestFor(large)));
    expect(input?.ms).toBe(0);
    expect(relu?.ms).toBeGreaterThan(0);
    expect(tanh?.ms).toBeGreaterThan(0);
  });

  test('shows the first values of large tensors, and all of them on demand', async () => {
    const engine = new Engine();
    const values = Array.from({ length: 3 * previewLimit }, (_, at) => at - previewLimit);
    const frames = framesOf(await trace(engine, requestFor(chainOf([3, previewLimit], values))));
    expect(frames.map(({ preview }) => preview.shape)).toEqual([
      [previewLimit],
      [previewLimit],
      [previewLimit],
    ]);
    const reply = await engine.answer({ kind: 'read', value: 'relu_1' });
    const whole = reply.ok ? (reply.value as Tensor) : undefined;
    expect(whole?.shape).toEqual([3, previewLimit]);
    expect([...(whole?.values ?? [])]).toEqual(values.map((value) => Math.max(0, value)));
  });

  test('of an unknown value nothing can be read', async () => {
    const engine = new Engine();
    await trace(engine, requestFor(document));
    for (const value of ['gone', '__proto__', 'constructor']) {
      const reply = await engine.answer({ kind: 'read', value });
      expect(reply.ok).toBe(false);
    }
  });

  test('counts what is not finite', async () => {
    const frames = framesOf(
      await trace(new Engine(), requestFor(chainOf([3], [Number.NaN, Infinity, -Infinity]))),
    );
    expect(frames.map(({ statistics }) => statistics.notFinite)).toEqual([3, 2, 1]);
  });
});

describe('tensors', () => {
  test('that were sent are kept for the next trace, and let go when no feed names them', async () => {
    const engine = new Engine();
    const first = chainOf([2], [1, 2]);
    const second = chainOf([2], [3, 4]);
    expect(kindsOf(await trace(engine, requestFor(first))).at(-1)).toBe('done');
    const again = await trace(engine, requestFor(first, { isSent: true }));
    expect([...numbersOf(framesOf(again)[0]!.preview)]).toEqual([1, 2]);

    expect(kindsOf(await trace(engine, requestFor(second, { firstKey: 50 }))).at(-1)).toBe('done');
    const forgotten = await trace(engine, requestFor(first, { isSent: true }));
    expect(sentenceOf(forgotten)).toMatch(/^The engine could not do this .*The runtime says: .*input_1/i);
  });

  test('that were sent are kept, even if that trace was closed or its model did not load', async () => {
    const document = chainOf([2], [1, 2]);
    const closed = new Engine();
    expect(kindsOf(await trace(closed, requestFor(document), AbortSignal.abort()))).toEqual(['stopped']);
    expect(kindsOf(await trace(closed, requestFor(document, { isSent: true }))).at(-1)).toBe('done');
    const broken = new Engine();
    await trace(broken, { ...requestFor(document), model: Uint8Array.of(1) });
    expect(kindsOf(await trace(broken, requestFor(document, { isSent: true }))).at(-1)).toBe('done');
  });

  test('that are told by what changed in one that was sent are that one but for the changes', async () => {
    const engine = new Engine();
    const request = requestFor(chainOf([4], [1, 2, 3, 4]));
    await trace(engine, request);
    const from = (key: number): TraceRequest['tensors'] =>
      new Map([[9, { from: key, changes: [{ at: 1, values: Float32Array.of(7, 8) }] }]]);
    const feeds = new Map([...request.feeds.keys()].map((name) => [name, 9]));
    const edited = await trace(engine, { ...request, feeds, tensors: from(1) });
    expect([...numbersOf(framesOf(edited)[0]!.preview)]).toEqual([1, 7, 8, 4]);
    const unknown = await trace(engine, { ...request, feeds, tensors: from(1) });
    expect(sentenceOf(unknown)).toMatch(/The runtime says: .*input_1/i);
  });

  test('of the wrong shape are a failure with a sentence', async () => {
    const request = requestFor(chainOf([2], [1, 2]));
    const wrong = {
      ...request,
      tensors: new Map([[1, floatTensor([3], [1, 2, 3])]]),
    } as unknown as TraceRequest;
    expect(sentenceOf(await trace(new Engine(), wrong))).toMatch(
      /^The engine could not do this .*The runtime says: .*input_1.*\.$/,
    );
  });
});

describe('a model that does not load', () => {
  test.each<[string, Uint8Array<ArrayBuffer>]>([
    ['is empty', new Uint8Array()],
    ['is another file', new TextEncoder().encode('PK not a model at all')],
    ['is cut short', requestFor(chainOf([2], [1, 2])).model.slice(0, 60)],
  ])('because it %s fails with one sentence, and the engine goes on', async (_, model) => {
    const engine = new Engine();
    const good = requestFor(chainOf([2], [1, 2]));
    const events = await trace(engine, { ...good, model });
    expect(kindsOf(events)).toEqual(['failed']);
    expect(sentenceOf(events)).toMatch(
      /^The engine cannot load this model\. Mend .*The runtime says: [^\n]+\.$/,
    );
    expect(sentenceOf(events)).not.toMatch(/JSON|\/node_modules\/|\.cc\b/);
    expect(kindsOf(await trace(engine, good)).at(-1)).toBe('done');
    const reply = await engine.answer({ kind: 'run', model, feeds: new Map() });
    expect(!reply.ok && describeProblem(reply.problem)).toMatch(/^The engine cannot load this model\. /);
  });
});

describe('a provider', () => {
  const others = (['dml', 'coreml', 'webgpu', 'cuda'] as const).filter(
    (id) => id === 'cuda' || !listProviders().some((known) => known.id === id),
  );

  test('the CPU is always there, and first', () => {
    expect(listProviders()[0]).toEqual({ id: 'cpu', label: 'CPU' });
    expect(new Set(listProviders().map(({ id }) => id)).size).toBe(listProviders().length);
  });

  test.each(others)('%s runs, or falls back to the CPU and says so every time', async (provider) => {
    const engine = new Engine();
    const request = requestFor(chainOf([2], [-1, 2]), { provider });
    for (const events of [await trace(engine, request), await trace(engine, request)]) {
      const [start] = events;
      expect(start?.kind).toBe('start');
      if (start?.kind === 'start' && start.provider !== provider) {
        expect(start.provider).toBe('cpu');
        expect(describeProblem(start.notice!)).toMatch(
          /^(CUDA|WebGPU|DirectML|CoreML) .+\. This runs on the CPU instead\.$/,
        );
      }
      expect(kindsOf(events).at(-1)).toBe('done');
      expect([...numbersOf(framesOf(events)[1]!.preview)]).toEqual([0, 2]);
    }
  });
});

describe('closing', () => {
  test('while frames are measured stops at the next turn, and the values so far can be read', async () => {
    const engine = new Engine();
    const request = requestFor(chainOf([2], [1, 2]));
    const closing = new AbortController();
    const events: TraceEvent[] = [];
    // Every look at the clock is a turn later.
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
    await engine.trace(
      request,
      (event) => {
        events.push(event);
        if (event.kind === 'frames') closing.abort();
      },
      closing.signal,
    );
    expect(kindsOf(events)).toEqual(['start', 'frames', 'stopped']);
    expect((await engine.answer({ kind: 'read', value: 'input_1' })).ok).toBe(true);
    expect((await engine.answer({ kind: 'read', value: 'tanh_1' })).ok).toBe(false);
  });

  test('after the last frame changes nothing', async () => {
    const closing = new AbortController();
    const events = await trace(new Engine(), requestFor(chainOf([2], [1, 2])), closing.signal);
    closing.abort();
    expect(kindsOf(events)).toEqual(['start', 'frames', 'done']);
  });
});

describe('a single run', () => {
  test('answers every output by name', async () => {
    const document = chainOf([2], [-1, 2]);
    const inference = inferShapes(document);
    const { model } = compileTrace(inference);
    const feeds = feedsOf(document, inference) as unknown as Extract<
      Parameters<Engine['answer']>[0],
      { kind: 'run' }
    >['feeds'];
    const engine = new Engine();
    const reply = await engine.answer({ kind: 'run', model, feeds });
    const outputs = reply.ok ? (reply.value as ReadonlyMap<string, Tensor>) : new Map<string, Tensor>();
    expect([...outputs.keys()]).toEqual(['input_1', 'relu_1', 'tanh_1']);
    expect([...outputs.get('relu_1')!.values]).toEqual([0, 2]);
    const missing = await engine.answer({ kind: 'run', model, feeds: new Map() });
    expect(!missing.ok && describeProblem(missing.problem)).toMatch(/The runtime says: .*input_1/);
  });

  test('leaves no temporary files behind', async () => {
    const document = chainOf([2], [-1, 2]);
    const inference = inferShapes(document);
    const before = readdirSync(tmpdir()).length;
    const feeds = feedsOf(document, inference) as unknown as Extract<
      Parameters<Engine['answer']>[0],
      { kind: 'run' }
    >['feeds'];
    const reply = await new Engine().answer({ kind: 'run', model: compileTrace(inference).model, feeds });
    expect(reply.ok).toBe(true);
    expect(readdirSync(tmpdir()).length).toBe(before);
  });

  test('more models than are kept at once take turns', async () => {
    const engine = new Engine();
    for (let round = 0; round < 2; round++) {
      for (let length = 1; length <= 12; length++) {
        const events = await trace(engine, requestFor(chainOf([length], new Array<number>(length).fill(1))));
        expect(framesOf(events).at(-1)?.shape).toEqual([length]);
      }
    }
  });
});
