/** Comparing without a window: what the engine is asked, when, and what is shown of what it answers. */
import { beforeEach, expect, test } from 'vitest';
import { difference } from '#shared/compare/differ';
import type { CompareEvent, CompareRequest, TraceEvent } from '#shared/contract/engine';
import { emptyDocument, type Document } from '#shared/document/document';
import { applyEdit, type Edit } from '#shared/document/edits';
import { inferShapes } from '#shared/document/infer';
import { problem } from '#shared/messages/problem';
import { measure } from '#shared/tensor/statistics';
import { floatTensor } from '#shared/tensor/tensor';
import { Comparer } from './comparer.svelte';
import type { EngineClient } from './engine-client';
import { Tracer } from './tracer.svelte';

const place = { x: 0, y: 0 };
const network: Document = (
  [
    { kind: 'add-node', layer: 'Input', position: place, id: 'input' },
    { kind: 'add-node', layer: 'Linear', position: place, id: 'linear' },
    { kind: 'connect', from: { node: 'input', port: 'y' }, to: { node: 'linear', port: 'x' } },
  ] satisfies readonly Edit[]
).reduce<Document>(applyEdit, emptyDocument);

type Asked = Omit<CompareRequest, 'kind'>;

let emitTrace: (event: TraceEvent) => void;
let emit: (event: CompareEvent) => void;
let asked: Asked[];
let kept: string[];
let closed: number;
let restarts: number;
let tracer: Tracer;
let comparer: Comparer;

const client = {
  trace: (_: unknown, heard: typeof emitTrace) => {
    emitTrace = heard;
    return () => undefined;
  },
  keep: (what: string) => {
    kept.push(what);
    return Promise.resolve({ ok: true, value: null });
  },
  compare: (request: Asked, heard: typeof emit) => {
    asked.push(request);
    emit = heard;
    return () => closed++;
  },
} as unknown as EngineClient;

beforeEach(() => {
  [asked, kept, closed, restarts] = [[], [], 0, 0];
  tracer = new Tracer(client, () => undefined);
  comparer = new Comparer(client, tracer, () => restarts++);
});

/** A whole run of a document, and what the window does when something else is wanted after it. */
function run(document: Document): void {
  tracer.request(document, inferShapes(document));
  comparer.follow(comparer.wanted);
  const [input, linear] = [floatTensor([1, 3], [0, 0, 0]), floatTensor([1, 4], [0, 0, 0, 0])];
  const frames = [
    { value: 'input_1', ...input },
    { value: 'linear_1', ...linear },
  ].map(({ value, dtype, shape, values }) => ({
    ...{ value, dtype, shape, ms: 0 },
    ...{ statistics: measure({ dtype, shape, values }), preview: { dtype, shape: [values.length], values } },
  }));
  emitTrace({ kind: 'frames', frames });
  emitTrace({ kind: 'done', ms: 1 });
  comparer.follow(comparer.wanted);
}

const apart = (by: number) =>
  difference(floatTensor([1, 4], [0, by, 0, 0]), floatTensor([1, 4], [0, 0, 0, 0]), comparer.tolerance);
const same = () => difference(floatTensor([1], [1]), floatTensor([1], [1]), comparer.tolerance);
/** The engine finds the Linear apart by so much. */
function answer(by: number): void {
  emit({
    ...{ kind: 'compared', done: 2, total: 2 },
    differences: [
      ['input_1', same()],
      ['linear_1', apart(by)],
    ],
  });
  emit({ kind: 'done' });
}

test('nothing is asked before there is something to compare', () => {
  run(network);
  comparer.open();
  comparer.follow(comparer.wanted);
  expect([asked, comparer.canKeep, comparer.hasKept]).toEqual([[], true, false]);
});

test('a run is kept, and each one after it is held against it', () => {
  run(network);
  comparer.open();
  comparer.keep();
  comparer.follow(comparer.wanted);
  expect(kept).toEqual(['last trace']);
  expect(asked).toMatchObject([
    {
      pairs: [
        ['input_1', 'input_1'],
        ['linear_1', 'linear_1'],
      ],
      tolerance: { absolute: 1e-5, relative: 1e-4 },
    },
  ]);
  // The engine has it: nothing is run again.
  expect(asked[0]).not.toHaveProperty('run');
  answer(0);
  expect(comparer.standing).toMatchObject({ first: undefined, agreeing: 2, compared: 2 });
  const renamed = applyEdit(network, { kind: 'rename', node: 'linear', name: 'Head' });
  run(renamed);
  expect(asked[1]).toMatchObject({
    pairs: [
      ['input_1', 'input_1'],
      ['head', 'linear_1'],
    ],
  });
});

test('the first beyond the tolerance is known by its node, until a run agrees again', () => {
  run(network);
  comparer.open();
  comparer.keep();
  run(network);
  answer(0.5);
  expect(comparer.first).toMatchObject({
    one: { node: 'linear' },
    difference: { absolute: 0.5, beyond: 1, furthest: { index: [0, 1], values: [0.5, 0] } },
  });
  run(network);
  // What was found stays until something else is.
  expect(comparer.first?.one?.node).toBe('linear');
  answer(0);
  expect(comparer.first).toBeUndefined();
});

test('another tolerance asks again without a run, and a run that begins leaves what is under way', () => {
  run(network);
  comparer.open();
  comparer.keep();
  comparer.follow(comparer.wanted);
  comparer.tolerance = { absolute: 1, relative: 0 };
  comparer.follow(comparer.wanted);
  expect(asked.map(({ tolerance }) => tolerance.absolute)).toEqual([1e-5, 1]);
  expect(closed).toBe(1);
  const late = emit;
  run(network);
  expect(closed).toBe(2);
  late({ kind: 'compared', differences: [['linear_1', apart(3)]], done: 1, total: 1 });
  expect(comparer.lines).toEqual([]);
});

test('what an engine kept that is gone is run again, once', () => {
  run(network);
  comparer.open();
  comparer.keep();
  comparer.follow(comparer.wanted);
  emit({ kind: 'failed', problem: problem('kept-run-gone') });
  expect(asked[1]?.run).toMatchObject({ provider: 'cpu', feeds: expect.any(Map) as unknown });
  expect(asked[1]?.run?.feeds?.has('linear_1.weight')).toBe(true);
  emit({ kind: 'ran' });
  answer(0);
  run(network);
  expect(asked[2]).not.toHaveProperty('run');
});

test('a run elsewhere that fails half-way keeps what was compared', () => {
  run(network);
  comparer.open();
  comparer.choose('webgpu');
  comparer.follow(comparer.wanted);
  expect(asked[0]?.run).toMatchObject({ provider: 'webgpu' });
  expect(asked[0]?.run).not.toHaveProperty('feeds');
  emit({ kind: 'ran', notice: problem('provider-fell-back', { sentence: 'None.' }) });
  emit({ kind: 'compared', differences: [['input_1', same()]], done: 1, total: 2 });
  emit({ kind: 'failed', problem: problem('engine-stopped') });
  expect([comparer.phase, comparer.problem?.code]).toEqual(['resting', 'engine-stopped']);
  expect(comparer.standing).toMatchObject({ agreeing: 1, compared: 1 });
});

test("another file's network is run on the inputs of this one, and again when they change", () => {
  const own = floatTensor([1, 3], [1, 2, 3]);
  const given = applyEdit(network, { kind: 'set-input', node: 'input', value: own });
  run(given);
  comparer.open();
  comparer.take('other.loom', network);
  comparer.follow(comparer.wanted);
  expect(comparer.fileName).toBe('other.loom');
  expect(asked[0]?.run?.feeds?.get('input_1')).toBe(own);
  emit({ kind: 'ran' });
  answer(0);
  const weight = floatTensor([4, 3], new Float32Array(12));
  run(applyEdit(given, { kind: 'set-parameter', node: 'linear', name: 'weight', value: weight }));
  expect(asked[1]).not.toHaveProperty('run');
  run(applyEdit(given, { kind: 'set-input', node: 'input', value: floatTensor([1, 3], [1, 2, 4]) }));
  expect(asked[2]).toHaveProperty('run');
});

test('networks that have nothing in common are told so, and nothing is run', () => {
  run(network);
  comparer.open();
  comparer.take(
    'empty.loom',
    applyEdit(emptyDocument, { kind: 'add-node', layer: 'Constant', position: place, id: 'c' }),
  );
  comparer.follow(comparer.wanted);
  expect([asked.length, comparer.problem?.code]).toEqual([0, 'nothing-in-common']);
  expect(comparer.lines.map(({ one, other }) => (one ?? other)?.node)).toEqual(['input', 'linear', 'c']);
});

test('stopping leaves nothing, and ends an engine that is still at the other run', () => {
  run(network);
  comparer.open();
  comparer.keep();
  run(network);
  answer(1);
  comparer.stop();
  expect([comparer.isOpen, comparer.hasKept, comparer.lines, comparer.first]).toEqual([
    false,
    false,
    [],
    undefined,
  ]);
  expect([kept, restarts]).toEqual([['last trace', 'nothing'], 0]);
  comparer.open();
  comparer.choose('webgpu');
  comparer.follow(comparer.wanted);
  comparer.stop();
  expect(restarts).toBe(1);
});
