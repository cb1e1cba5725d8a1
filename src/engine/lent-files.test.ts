/** A model that was lent numbers answers what it answers with them, and they are read from the file once. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import './testing';
import type { Held, RecordReply, Reply } from '#shared/contract/engine';
import { problem } from '#shared/messages/problem';
import { lentModel, lieAt } from '#shared/onnx/lent';
import { integer, modelOf, op, read, value, type Node } from '#shared/onnx/testing';
import { floatTensor, type Tensor } from '#shared/tensor/tensor';
import { transposed } from '#shared/tensor/transposed';
import type { FindFile } from './lent-files';
import { Recorder } from './record';
import ort from './runtime';

vi.mock('node:fs/promises', async (importOriginal) => {
  const own = await importOriginal<{ open: typeof open }>();
  return { ...own, open: vi.fn(own.open) };
});

const size = 100;
const numbers = Float32Array.from({ length: size * size }, (_, at) => (at % 7) - 3);
const x = floatTensor(
  [1, size],
  Array.from({ length: size }, (_, at) => at),
);
const handle = '00000000-0000-4000-8000-000000000000';
const before = 12;
let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layerloom-lent-'));
  file = join(folder, 'w.data');
  writeFileSync(file, new Uint8Array([...new Uint8Array(before), ...new Uint8Array(numbers.buffer)]));
  vi.mocked(open).mockClear();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const weight = {
  ...{ name: 'w', dataType: 1, dims: [BigInt(size), BigInt(size)] },
  rawData: new Uint8Array(numbers.buffer),
};

/** y of x and of w, which is not in the bytes. */
function lentOf(): Uint8Array<ArrayBuffer> {
  const graph = {
    ...{ initializer: [weight], input: [value('x', [1, size])], output: [value('y')] },
    node: [op('MatMul', ['x', 'w'], ['y'])],
  };
  const model = read(modelOf(graph));
  for (const { rawData } of model.graph?.initializer ?? [])
    lieAt(rawData, { handle, beside: 'w.data', at: before, length: rawData.length });
  const bytes = lentModel(model);
  expect(bytes.length).toBeLessThan(1000);
  return bytes;
}

const found: FindFile = ({ beside }) => Promise.resolve(join(folder, beside));
const feeds = new Map([['x', x]]);

/** A document that has the weight as a parameter, held against the file. */
async function proved(
  recorder: Recorder,
  node: Node[],
  numbersOf: { own: string; isTurned: boolean },
): Promise<{ reply: Reply<RecordReply>; lent: ReadonlyMap<string, Tensor> | undefined }> {
  const given = [value('x', [1, size]), value('parameter', [size, size])];
  const own = modelOf({ input: given, output: [value('z')], node });
  const held: Held = { against: new Map([['z', 'y']]), weights: new Map([['parameter', numbersOf]]) };
  let lent: ReadonlyMap<string, Tensor> | undefined;
  const reply = await recorder.record(own, feeds, held, (all) => (lent = all));
  return { reply, lent };
}

test('it is run with them, and they are what its proof is fed', async () => {
  const recorder = new Recorder(found);
  const begun = await recorder.record(lentOf(), feeds, 'begin');
  expect(begun.ok && [...begun.value.values.keys()].sort()).toEqual(['x', 'y']);
  const { reply, lent } = await proved(recorder, [op('MatMul', ['x', 'parameter'], ['z'])], {
    own: 'w',
    isTurned: false,
  });
  expect(reply).toMatchObject({ ok: true, value: { differing: [] } });
  expect(lent?.get('parameter')?.values).toEqual(numbers);
  expect(open).toHaveBeenCalledTimes(1);
});

test('a proof is fed a matrix of them with its axes changed', async () => {
  const recorder = new Recorder(found);
  await recorder.record(lentOf(), feeds, 'begin');
  const node = [op('Gemm', ['x', 'parameter'], ['z'], { attribute: [integer('transB', 1)] })];
  const { reply, lent } = await proved(recorder, node, { own: 'w', isTurned: true });
  expect(reply).toMatchObject({ ok: true, value: { differing: [] } });
  expect(lent?.get('parameter')).toEqual(transposed(floatTensor([size, size], numbers)));
});

test('where that cannot be loaded, they are put into the model', async () => {
  const create = vi.spyOn(ort.InferenceSession, 'create');
  create.mockRejectedValueOnce(new Error('only a constant will do'));
  const reply = await new Recorder(found).record(lentOf(), feeds, 'begin');
  expect(reply.ok && reply.value.values.get('y')).toEqual({ type: 'float32', shape: [1, size] });
  const [fed = 0, whole = 0] = create.mock.calls.map(([bytes]) => bytes.length);
  expect(fed).toBeLessThan(1000);
  expect(whole).toBeGreaterThan(numbers.byteLength);
  create.mockRestore();
});

test.each<[string, FindFile, string]>([
  [
    'is another by now',
    () => Promise.resolve(problem('file-changed-meanwhile', { file: 'w.data' })),
    'file-changed-meanwhile',
  ],
  ['is gone', () => Promise.resolve(join(folder, 'gone')), 'engine-failed'],
])('it is not run where the file %s', async (_, find, code) => {
  const reply = await new Recorder(find).record(lentOf(), feeds, 'begin');
  expect(reply).toMatchObject({ ok: false, problem: { code } });
});

test('nor where it changes while it is read, or is shorter than it was', async () => {
  let asked = 0;
  const changing: FindFile = (of) =>
    asked++ === 0 ? found(of) : Promise.resolve(problem('file-changed-meanwhile', { file: 'w.data' }));
  expect(await new Recorder(changing).record(lentOf(), feeds, 'begin')).toMatchObject({
    problem: { code: 'file-changed-meanwhile' },
  });
  truncateSync(file, 1000);
  expect(await new Recorder(found).record(lentOf(), feeds, 'begin')).toMatchObject({
    problem: { code: 'engine-failed', values: { reason: expect.stringContaining('shorter') as unknown } },
  });
});

test('who is lent nothing reads nothing', async () => {
  await expect(new Recorder().record(lentOf(), feeds, 'begin')).rejects.toThrow(/no file is lent/);
});
