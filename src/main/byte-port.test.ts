/// <reference lib="dom" />
// Both ends of a worker's port: main, and what runs in the window's worker.
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zipSync } from 'fflate';
import { TensorProto_DataLocation as DataLocation, TensorProto_DataType as DataType } from 'onnx-buf';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pieceSize, type Written } from '#shared/contract/bytes';
import { isPrepared } from '#shared/data/prepare';
import { rememberWorkedOut } from '#shared/data/worked-out';
import { emptyDocument, type Document } from '#shared/document/document';
import { zipDocument } from '#shared/document/file-format';
import { writeAtomically } from '#host/write-atomically';
import { describeProblem, isProblem, problem } from '#shared/messages/problem';
import { integer, modelOf, op, value } from '#shared/onnx/testing';
import type { RecordRun } from '#shared/recognise/open';
import { encodeNpy } from '#shared/tensor/npy';
import { floatTensor } from '#shared/tensor/tensor';
import type { Places } from './byte-port';
import { channelTo, closeChannels } from './testing';
import { ByteReader } from '../renderer/src/background/byte-reader';
import { ByteWriter } from '../renderer/src/background/byte-writer';
import type { JobAnswer, JobRequest } from '../renderer/src/background/jobs';
import { openDocument } from '../renderer/src/background/open-document';
import { openRowsFile } from '../renderer/src/background/open-rows';
import { buffersOf, serveJobs, type JobChannel } from '../renderer/src/background/serve-jobs';

const notRun: RecordRun = () => Promise.resolve({ ok: false, problem: problem('engine-stopped') });

const done: Written = { ok: true, value: null };
const handle = '00000000-0000-4000-8000-000000000000';
let folder = '';
let file = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'layerloom-jobs-'));
  file = path.join(folder, 'a.loom');
});
afterEach(async () => {
  closeChannels();
  await rm(folder, { recursive: true });
});

/** The window's end of a channel whose other end main serves. */
function connect(): MessagePort {
  return channelTo({
    fileOf: (asked) => {
      if (asked !== handle) throw new RangeError('no such handle');
      return { path: file };
    },
    write: (_, pieces) => writeAtomically(file, pieces).then(() => done),
    keep: () => Promise.resolve(done),
  }).port;
}

const network: Document = {
  ...emptyDocument,
  title: 'Large',
  nodes: [{ id: 'input-1', kind: 'Input', name: 'Input 1', attributes: {} }],
  places: new Map([['input-1', { x: 0, y: 0 }]]),
  inputs: { 'input-1': floatTensor([1, 3], [1, 2, 3]) },
};

describe('a model whose weights lie beside it', () => {
  /** y = x Wᵀ with W = 1, 2, 3, 4, which follow two numbers that are none of it. */
  async function opened(location: string): Promise<string> {
    const w = { name: 'w', dataType: DataType.FLOAT, dims: [2n, 2n], dataLocation: DataLocation.EXTERNAL };
    const stated = { location, offset: '8', length: '16' };
    const externalData = Object.entries(stated).map(([key, text]) => ({ key, value: text }));
    const model = modelOf({
      initializer: [{ ...w, externalData }],
      input: [value('x', [1, 2])],
      output: [value('y', [1, 2])],
      node: [op('Gemm', ['x', 'w'], ['y'], { attribute: [integer('transB', 1)] })],
    });
    await writeFile(file, model);
    await writeFile(path.join(folder, 'w.data'), Float32Array.of(8, 9, 1, 2, 3, 4));
    const found = await openDocument(
      { handle, name: 'm.onnx' },
      new ByteReader(connect()),
      () => undefined,
      notRun,
    );
    if (isProblem(found)) return describeProblem(found);
    return Object.values(found.document.parameters)
      .map(({ weight }) => weight?.values.join())
      .join();
  }

  test('is opened with them', async () => {
    expect(await opened('w.data')).toBe('1,2,3,4');
  });

  test.each([
    ['gone', 'gone.data', /keeps the tensor w in gone\.data, which is not beside it/],
    ['outside', '../w.data', /keeps the tensor w in \.\.\/w\.data, which is not beside it/],
    ['anywhere', '/etc/hostname', /which is not beside it/],
    ['of a name without end', 'w'.repeat(5000), /which is not beside it/],
    ['a folder', '.', /not an ordinary file|folder/],
  ])('is refused where they are %s', async (_, location, sentence) => {
    expect(await opened(location)).toMatch(sentence);
  });

  test('is refused where they are cut short, or lead out of the folder', async () => {
    await writeFile(path.join(folder, 'short.data'), Float32Array.of(1, 2, 3));
    expect(await opened('short.data')).toMatch(/short\.data, which is too short for it/);
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12345\n';
    await writeFile(path.join(folder, 'pointer.data'), pointer);
    expect(await opened('pointer.data')).toMatch(/^pointer\.data is a pointer of Git LFS/);
    await symlink('/etc/hostname', path.join(folder, 'link.data'));
    expect(await opened('link.data')).toMatch(/which is not beside it/);
  });
});

test('a file of several pieces arrives whole, and says how far it is', async () => {
  const bytes = Uint8Array.from({ length: 2 * pieceSize + 5 }, (_, at) => at % 251);
  await writeFile(file, bytes);
  const progress: [number, number][] = [];
  const read = await new ByteReader(connect()).read(handle, 'file', (...at) => progress.push(at));
  if (isProblem(read)) throw new Error(read.code);
  expect(Buffer.from(read.bytes).equals(bytes)).toBe(true);
  expect(progress.map(([done]) => done)).toEqual([pieceSize, 2 * pieceSize, bytes.length, 0]);
  expect(new Set(progress.map(([, total]) => total))).toEqual(new Set([bytes.length, 0]));
});

test('of a table the first rows arrive, and the others are counted', async () => {
  await writeFile(file, 'a,b\n' + '1,2\n'.repeat(100_300));
  const read = await new ByteReader(connect()).read(handle, 'rows', () => undefined);
  expect(read).toMatchObject({ rowsLeft: 300 });
});

test('rows without end are refused, and of long ones whole ones arrive', async () => {
  const row = `${'1'.repeat(9_999_999)}\n`;
  await writeFile(file, row.repeat(5));
  const read = await new ByteReader(connect()).read(handle, 'rows', () => undefined);
  if (isProblem(read)) throw new Error(read.code);
  expect([read.bytes.length, read.rowsLeft]).toEqual([30_000_000, 2]);
  await writeFile(file, '1,'.repeat(20_000_000));
  expect(await new ByteReader(connect()).read(handle, 'rows', () => undefined)).toMatchObject({
    code: 'data-unreadable',
  });
});

test('an empty file, one that is gone, and a handle nobody gave', async () => {
  await writeFile(file, '');
  const reader = new ByteReader(connect());
  expect(await reader.read(handle, 'file', () => undefined)).toMatchObject({ bytes: new Uint8Array() });
  await rm(file);
  expect(await reader.read(handle, 'file', () => undefined)).toMatchObject({ code: 'file-not-found' });
  const other = '00000000-0000-4000-8000-000000000001';
  expect(await reader.read(other, 'file', () => undefined)).toMatchObject({ code: 'request-refused' });
});

test('what a worker writes arrives whole, in the order it was written, whatever its pieces are', async () => {
  const bytes = Uint8Array.from({ length: 2 * pieceSize + 5 }, (_, at) => at % 251);
  const pieces = [
    bytes.subarray(0, 3),
    bytes.subarray(3, 3),
    bytes.subarray(3, 2 * pieceSize),
    bytes.subarray(2 * pieceSize),
  ];
  expect(await new ByteWriter(connect()).write({ handle, despite: [] }, pieces)).toEqual(done);
  expect((await readFile(file)).equals(bytes)).toBe(true);
});

test('a worker that ends in the middle leaves the old file, and nothing beside it', async () => {
  await writeFile(file, 'as it was');
  const { port, isClosed } = channelTo({
    fileOf: () => ({ path: file }),
    write: (_, pieces) => writeAtomically(file, pieces).then(() => done),
    keep: () => Promise.resolve(done),
  });
  const pieces = function* (): Generator<Uint8Array> {
    yield new Uint8Array(pieceSize);
    port.close();
    yield new Uint8Array(pieceSize);
  };
  void new ByteWriter(port).write({ handle, despite: [] }, pieces());
  await isClosed;
  await expect.poll(() => readdir(folder)).toEqual(['a.loom']);
  expect(await readFile(file, 'utf8')).toBe('as it was');
});

test('what keeps a file from being written comes back as a problem, be it a fault of the app', async () => {
  const fault = problem('file-not-written', { file: 'a.loom', reason: 'the disk is full' });
  const full: Written = { ok: false, problem: fault };
  const places: Places = {
    fileOf: () => ({ path: file }),
    write: async (target, pieces) => {
      if ('part' in target) throw new RangeError('no such place');
      for await (const piece of pieces) if (piece.length > 0) return full;
      return done;
    },
    keep: () => Promise.resolve(full),
  };
  const writer = new ByteWriter(channelTo(places).port);
  const bytes = new Uint8Array(3 * pieceSize);
  expect(await writer.write({ handle, despite: [] }, [bytes])).toEqual(full);
  expect(await writer.write({ part: 'a'.repeat(64) }, [bytes])).toMatchObject({
    ok: false,
    problem: { code: 'request-refused' },
  });
  expect(await writer.keep({ name: null, handle: null, files: {} })).toEqual(full);
});

test('a network is opened by a worker, and its tensors are handed over, not copied', async () => {
  await writeFile(file, zipDocument(network));
  const answers: JobAnswer[] = [];
  const handedOver: Transferable[] = [];
  await new Promise<void>((resolve) => {
    const channel: JobChannel = {
      onmessage: null,
      postMessage: (answer, transfer) => {
        answers.push(answer);
        handedOver.push(...transfer);
        if (answer.kind !== 'progress') resolve();
      },
    };
    serveJobs(channel);
    const send = (data: JobRequest | null, sent: MessagePort[]): void =>
      channel.onmessage?.({ data, ports: sent } as unknown as MessageEvent<JobRequest | null>);
    send(null, [connect()]);
    send({ id: 7, name: 'open-document', input: { handle, name: 'a.loom' } }, []);
  });
  const last = answers.at(-1);
  expect(last).toMatchObject({ kind: 'done', id: 7, result: { document: network, isRecognised: false } });
  expect(handedOver.map((buffer) => (buffer as ArrayBuffer).byteLength)).toContain(128 + 12);
});

test('what a file is not is a problem, not a fault', async () => {
  await writeFile(file, 'Dear teacher');
  const opened = await openDocument(
    { handle, name: 'a.loom' },
    new ByteReader(connect()),
    () => undefined,
    notRun,
  );
  expect(opened).toMatchObject({ code: 'file-not-loom' });
});

test('a file of rows is read and prepared, told how far it is, and handed over with all that is known of it', async () => {
  const rows = 600;
  const features = Uint8Array.from({ length: rows * 784 }, (_, at) => at % 256);
  const arrays = {
    'x_train.npy': encodeNpy({ dtype: 'uint8', shape: [rows, 28, 28], values: features }),
    'y_train.npy': encodeNpy({
      dtype: 'uint8',
      shape: [rows],
      values: Uint8Array.from({ length: rows }, (_, row) => row % 10),
    }),
  };
  await writeFile(file, zipSync(arrays));
  const progress: (readonly [number, number])[] = [];
  const shares = { validation: 0.25, seed: 1 };
  const asked = { handle, name: 'pictures.npz', shares };
  const opened = await openRowsFile(asked, new ByteReader(connect()), (...at) => progress.push(at));
  if (isProblem(opened)) throw new Error(opened.code);
  expect(progress.at(-1)).toEqual([0.75 * rows * 784, rows * 784]);
  expect(opened.plan.preparation.scaling).toBe('0 to 1');
  // The numbers lie in the window once, whoever speaks of them.
  const { source } = opened.plan;
  const content = opened.workedOut?.content;
  expect(source.kind === 'arrays' && content?.kind === 'arrays' && content.values).toBe(
    source.kind === 'arrays' && source.features.values,
  );
  const there = structuredClone(opened);
  if (there.workedOut) rememberWorkedOut(there.plan, there.workedOut);
  expect(isPrepared(there.plan, shares)).toBe(true);
});

test('what is not understood is answered, so that nobody waits for ever', async () => {
  const port = connect();
  const answer = new Promise((resolve) => {
    port.onmessage = ({ data }) => {
      resolve(data);
    };
  });
  port.postMessage({ kind: 'read', id: 3, handle: '/etc/passwd', as: 'file' });
  expect(await answer).toMatchObject({ kind: 'failed', id: 3, problem: { code: 'request-refused' } });
});

test('buffers are found wherever they lie, each once', () => {
  const values = new Float32Array(3);
  const found = buffersOf({
    a: { values },
    b: [{ again: values }],
    c: new Map([['k', new Uint8Array(2)]]),
    d: 1,
  });
  expect(found.map(({ byteLength }) => byteLength).sort()).toEqual([12, 2]);
});
