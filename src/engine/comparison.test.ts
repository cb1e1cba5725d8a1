/** Two runs held against each other in the engine: whole values, whatever the window was sent of them. */
import { expect, test } from 'vitest';
import './testing';
import { compileTrace, feedsOf } from '#shared/compile/compile';
import type { Difference } from '#shared/compare/differ';
import type { CompareEvent, CompareRequest, TraceRequest } from '#shared/contract/engine';
import { emptyDocument, type Document } from '#shared/document/document';
import { applyEdit, type Edit } from '#shared/document/edits';
import { inferShapes } from '#shared/document/infer';
import { describeProblem } from '#shared/messages/problem';
import { floatTensor, type Tensor } from '#shared/tensor/tensor';
import { Engine } from './engine';

const place = { x: 0, y: 0 };
const length = 300_000;

/** An Input of many numbers, all 1, and the same times 3. */
const network: Document = (
  [
    { kind: 'add-node', layer: 'Input', position: place, id: 'input' },
    { kind: 'add-node', layer: 'Tanh', position: place, id: 'tanh' },
    { kind: 'set-attribute', node: 'input', name: 'shape', value: [1, length] },
    { kind: 'set-input', node: 'input', value: floatTensor([1, length], new Float32Array(length).fill(1)) },
    { kind: 'connect', from: { node: 'input', port: 'y' }, to: { node: 'tanh', port: 'x' } },
  ] satisfies readonly Edit[]
).reduce<Document>(applyEdit, emptyDocument);

/** The last number is another one. */
const edited = applyEdit(network, {
  kind: 'set-input',
  node: 'input',
  value: floatTensor([1, length], new Float32Array(length).fill(1, 0, -1)),
});

const inference = inferShapes(network);
const { model, ports } = compileTrace(inference);
const pairs = ports.map(({ value }): [string, string] => [value, value]);
const tolerance = { absolute: 1e-6, relative: 0 };

async function trace(engine: Engine, document: Document): Promise<void> {
  const feeds = [...feedsOf(document, inference)];
  const request: TraceRequest = {
    ...{ kind: 'trace', provider: 'cpu', model },
    feeds: new Map(feeds.map(([name], key) => [name, key])),
    tensors: new Map(feeds.map(([, tensor], key): [number, Tensor] => [key, tensor])),
  };
  await engine.trace(request, () => undefined, new AbortController().signal);
}

async function compare(
  engine: Engine,
  request: Partial<CompareRequest> = {},
  heard: (event: CompareEvent) => void = () => undefined,
  signal = new AbortController().signal,
) {
  const events: CompareEvent[] = [];
  await engine.compare(
    { kind: 'compare', pairs, tolerance, ...request },
    (event) => {
      events.push(event);
      heard(event);
    },
    signal,
  );
  const told = events.flatMap((event) => (event.kind === 'compared' ? event.differences : []));
  return { events, last: events.at(-1), differences: new Map<string, Difference>(told) };
}

test('every number of what was kept counts, far beyond what the window is shown', async () => {
  const engine = new Engine();
  await trace(engine, network);
  await engine.answer({ kind: 'keep', what: 'last trace' });
  await trace(engine, edited);
  const { last, differences, events } = await compare(engine);
  expect(last).toEqual({ kind: 'done' });
  expect([...differences.keys()]).toEqual(ports.map(({ value }) => value));
  const furthest = { index: [0, length - 1], values: [0, 1] };
  expect(differences.get('input_1')).toMatchObject({ beyond: 1, absolute: 1, furthest });
  expect(differences.get('tanh_1')?.absolute).toBeCloseTo(Math.tanh(1), 6);
  const [final] = events.filter(({ kind }) => kind === 'compared').slice(-1);
  expect(final).toMatchObject({ done: 2 * length, total: 2 * length });
});

test('another run is kept first: fed as the last trace was, or otherwise', async () => {
  const engine = new Engine();
  await trace(engine, edited);
  const same = await compare(engine, { run: { provider: 'cpu', model } });
  expect(same.events[0]).toEqual({ kind: 'ran' });
  expect([...same.differences.values()].map(({ beyond }) => beyond)).toEqual([0, 0]);
  const other = await compare(engine, {
    run: { provider: 'cpu', model, feeds: feedsOf(network, inference) },
  });
  expect([...other.differences.values()].map(({ beyond }) => beyond)).toEqual([1, 1]);
  // It stays kept.
  expect((await compare(engine)).differences.get('input_1')?.beyond).toBe(1);
});

test('it can be left, and asked anew', async () => {
  const engine = new Engine();
  await trace(engine, network);
  await engine.answer({ kind: 'keep', what: 'last trace' });
  const many = { pairs: Array.from({ length: 400 }, () => pairs).flat() };
  const controller = new AbortController();
  const left = await compare(engine, many, () => controller.abort(), controller.signal);
  expect(left.last).toEqual({ kind: 'stopped' });
  expect((await compare(engine)).last).toEqual({ kind: 'done' });
});

test('what is gone, and what does not run, is said', async () => {
  const engine = new Engine();
  const sentence = ({ last }: Awaited<ReturnType<typeof compare>>) =>
    last?.kind === 'failed' && describeProblem(last.problem);
  await engine.answer({ kind: 'keep', what: 'last trace' });
  expect(sentence(await compare(engine))).toMatch(/^The run was stopped before it finished/);
  await engine.answer({ kind: 'keep', what: 'nothing' });
  await trace(engine, network);
  expect(sentence(await compare(engine))).toMatch(/^The run to compare with is gone/);
  await engine.answer({ kind: 'keep', what: 'last trace' });
  const broken = await compare(engine, { run: { provider: 'cpu', model: new Uint8Array(3) } });
  expect(broken.last).toMatchObject({ kind: 'failed', problem: { code: 'model-not-loaded' } });
  await engine.answer({ kind: 'keep', what: 'last trace' });
  await engine.answer({ kind: 'keep', what: 'nothing' });
  expect(sentence(await compare(engine))).toMatch(/is gone/);
});
