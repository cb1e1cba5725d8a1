/** The engine is told where a file lies only as long as it is what the window read. */
import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { describeProblem, isProblem } from '#shared/messages/problem';
import { ByteReader } from '../renderer/src/background/byte-reader';
import { Handles } from './handles';
import { lentPath } from './lending';
import { channelTo, closeChannels, Folder } from './testing';

const folder = new Folder();
afterEach(closeChannels);

/** Read as a worker does, with what lies beside it. */
async function readModelIn(handles: Handles): Promise<string> {
  writeFileSync(folder.at('m.onnx'), 'model');
  writeFileSync(folder.at('w.data'), 'numbers');
  const handle = handles.give('model', { path: folder.at('m.onnx') });
  const reader = new ByteReader(
    channelTo({
      fileOf: (asked) => handles.take(asked, 'model'),
      write: () => Promise.reject(new RangeError('nothing is written here')),
      keep: () => Promise.reject(new RangeError('nothing is kept here')),
    }).port,
  );
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
