/** The engine is told where a file lies only as long as it is what the window read. */
import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { TensorProto_DataLocation as DataLocation, TensorProto_DataType as DataType } from 'onnx-buf';
import { afterEach, describe, expect, test } from 'vitest';
import '#engine/testing';
import { Recorder } from '#engine/record';
import { labelOf } from '#shared/contract/engine';
import { describeProblem, isProblem } from '#shared/messages/problem';
import { modelOf, op, value } from '#shared/onnx/testing';
import type { RecordRun } from '#shared/recognise/open';
import { sizeOf } from '#shared/tensor/shape';
import { ByteReader } from '../renderer/src/background/byte-reader';
import { openDocument } from '../renderer/src/background/open-document';
import { Handles } from './handles';
import { lentPath } from './lending';
import { channelTo, closeChannels, Folder } from './testing';

const folder = new Folder();
afterEach(closeChannels);

function readerIn(handles: Handles): ByteReader {
  const { port } = channelTo({
    fileOf: (asked) => handles.take(asked, 'model'),
    write: () => Promise.reject(new RangeError('nothing is written here')),
    keep: () => Promise.reject(new RangeError('nothing is kept here')),
  });
  return new ByteReader(port);
}

/** Read as a worker does, with what lies beside it. */
async function readModelIn(handles: Handles): Promise<string> {
  writeFileSync(folder.at('m.onnx'), 'model');
  writeFileSync(folder.at('w.data'), 'numbers');
  const handle = handles.give('model', { path: folder.at('m.onnx') });
  const reader = readerIn(handles);
  const opened = await reader.open(handle, 'model', () => undefined);
  if (isProblem(opened)) throw new Error(opened.code);
  while (await opened.next());
  await reader.read(handle, { location: 'w.data', offset: 1, length: 2 }, () => undefined);
  return handle;
}

async function told(handles: Handles, handle: string, beside: string): Promise<string> {
  const found = await lentPath(handles, { handle, beside });
  return isProblem(found) ? describeProblem(found) : found.slice(dirname(folder.at('x')).length + 1);
}

test('where it is, and what lies beside it', async () => {
  const handles = new Handles();
  const handle = await readModelIn(handles);
  expect(await told(handles, handle, '')).toBe('m.onnx');
  expect(await told(handles, handle, 'w.data')).toBe('w.data');
});

test.each<[string, () => void]>([
  ['longer', () => appendFileSync(folder.at('w.data'), '!')],
  ['written anew', () => writeFileSync(folder.at('w.data'), 'numbers')],
  [
    'another that was put in its place',
    () => {
      writeFileSync(folder.at('other'), 'numbers');
      renameSync(folder.at('other'), folder.at('w.data'));
    },
  ],
  [
    'a link that leads out of the folder',
    () => {
      rmSync(folder.at('w.data'));
      symlinkSync('/etc/hostname', folder.at('w.data'));
    },
  ],
  ['gone', () => rmSync(folder.at('w.data'))],
])('not where one is %s', async (_, change) => {
  const handles = new Handles();
  const handle = await readModelIn(handles);
  change();
  expect(await told(handles, handle, 'w.data')).toBe(
    'w.data was changed by another program after it was read. Open it again.',
  );
  expect(await told(handles, handle, '')).toBe('m.onnx');
});

test('none that was not read, and none by a handle that was not given for it', async () => {
  const handles = new Handles();
  const handle = await readModelIn(handles);
  mkdirSync(folder.at('folder'));
  writeFileSync(folder.at('unread.data'), 'numbers');
  for (const beside of ['unread.data', '../m.onnx', '/etc/hostname', 'folder', 'none'])
    expect(await told(handles, handle, beside)).toContain('was changed by another program');
  const network = handles.give('document', { path: folder.at('m.onnx') });
  await expect(lentPath(handles, { handle: network, beside: '' })).rejects.toThrow(RangeError);
});

describe('a model that is opened', () => {
  const size = 100;
  const numbers = Float32Array.from({ length: size * size }, (_, at) => (at % 7) / 7);
  const weight = { name: 'w', dataType: DataType.FLOAT, dims: [BigInt(size), BigInt(size)] };
  const beside = { location: 'w.data', offset: '8', length: String(numbers.byteLength) };
  const externalData = Object.entries(beside).map(([key, text]) => ({ key, value: text }));
  const own = { ...weight, rawData: new Uint8Array(numbers.buffer) };
  const elsewhere = { ...weight, externalData, dataLocation: DataLocation.EXTERNAL };

  async function opened(initializer: typeof own | typeof elsewhere, meanwhile: () => void = () => undefined) {
    const model = modelOf({
      initializer: [initializer],
      input: [value('x', [1, size])],
      output: [value('y', [1, size])],
      node: [op('MatMul', ['x', 'w'], ['y'])],
    });
    writeFileSync(folder.at('m.onnx'), model);
    writeFileSync(folder.at('w.data'), new Float32Array([0, 0, ...numbers]));
    const handles = new Handles();
    const handle = handles.give('model', { path: folder.at('m.onnx') });
    const recorder = new Recorder((file) => lentPath(handles, file));
    const sent: number[] = [];
    const record: RecordRun = (asked, feeds, proof) => {
      meanwhile();
      sent.push(asked.length, ...[...feeds.values()].map(({ shape }) => sizeOf(shape)));
      return recorder.record(asked, feeds, proof);
    };
    const found = await openDocument({ handle, name: 'm.onnx' }, readerIn(handles), () => undefined, record);
    if (isProblem(found)) throw new Error(describeProblem(found));
    return { ...found, most: Math.max(...sent) };
  }

  test.each([
    ['in its file', own],
    ['beside it', elsewhere],
  ])('is proved with numbers that lie %s, and none are sent', async (_, initializer) => {
    const { document, notes, fed, most } = await opened(initializer);
    expect(document.nodes.map(({ kind }) => kind)).toEqual(['Input', 'Linear']);
    expect(notes).toEqual([]);
    expect([...(fed?.keys() ?? [])]).toEqual([labelOf({ own: 'w', isTurned: true })]);
    expect(most).toBeLessThan(2000);
  });

  test('is not run where its file changes meanwhile, and says so', async () => {
    const { document, notes } = await opened(own, () => appendFileSync(folder.at('m.onnx'), '!'));
    expect(document.nodes.map(({ kind }) => kind)).toEqual(['Input', 'Linear']);
    expect(notes.map(describeProblem)).toEqual([
      expect.stringContaining('m.onnx was changed by another program after it was read'),
    ]);
  });
});
