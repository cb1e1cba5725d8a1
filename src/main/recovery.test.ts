/** Unsaved work comes back, with the file it belongs to as that was when the work began. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { writeAtomically } from '#host/write-atomically';
import { Files } from './files';
import { RecoveryFile } from './recovery';
import { Answers, Folder, readAs } from './testing';

const folder = new Folder();
const bytes = new TextEncoder().encode('UNSAVED');

/** The app as it is after a start. */
function start(): { files: Files; recovery: RecoveryFile } {
  const parts = { profile: folder.at('profile'), documents: folder.path, write: writeAtomically };
  const files = new Files({ dialogs: new Answers([]), ...parts });
  return { files, recovery: new RecoveryFile(parts.profile, files.handles) };
}

async function keepWork(): Promise<void> {
  const { files, recovery } = start();
  const opened = await files.admit(folder.at('a.loom'));
  if (!opened.ok) throw new Error('a.loom cannot be opened');
  await readAs(files.handles, opened.value.handle);
  await recovery.write({ bytes, name: 'a.loom', handle: opened.value.handle });
}

beforeEach(() => {
  mkdirSync(folder.at('profile'));
  writeFileSync(folder.at('a.loom'), 'AS OPENED');
});

test('saved at once, it goes where it came from', async () => {
  await keepWork();
  const { files, recovery } = start();
  const found = await recovery.read();
  expect(found).toMatchObject({ name: 'a.loom' });
  expect(String(found?.bytes)).toBe('UNSAVED');
  expect(await files.save({ handle: found?.handle ?? '', bytes })).toEqual({ ok: true, value: null });
  await recovery.clear();
  expect(await recovery.read()).toBeNull();
});

test('what became of its file in between is noticed', async () => {
  await keepWork();
  writeFileSync(folder.at('a.loom'), 'THEIRS');
  const { files, recovery } = start();
  const handle = (await recovery.read())?.handle ?? '';
  expect(await files.save({ handle, bytes })).toEqual({ ok: true, value: 'changed' });
  rmSync(folder.at('a.loom'));
  expect(await files.save({ handle, bytes })).toEqual({ ok: true, value: 'removed' });
});

test('a note of an earlier version does not say what its file was: any that is there is asked about', async () => {
  await keepWork();
  const note = { name: 'a.loom', path: folder.at('a.loom'), savedAt: 1 };
  writeFileSync(folder.at('profile/recovery/unsaved.json'), JSON.stringify(note));
  const { files, recovery } = start();
  const handle = (await recovery.read())?.handle ?? '';
  expect(await files.save({ handle, bytes })).toEqual({ ok: true, value: 'changed' });
  expect(readFileSync(folder.at('a.loom'), 'utf8')).toBe('AS OPENED');
});

test.each(['{"name":', '[]', '{"name":1}'])(
  'a damaged note (%s) costs its name, not the work',
  async (note) => {
    await keepWork();
    writeFileSync(folder.at('profile/recovery/unsaved.json'), note);
    expect(await start().recovery.read()).toMatchObject({ name: null, handle: null });
  },
);

test('the handle of a file that is only read keeps no work', async () => {
  const { files, recovery } = start();
  await files.admit(folder.at('a.loom'));
  const handle = files.recent()[0]?.handle ?? '';
  await expect(recovery.write({ bytes, name: 'a.loom', handle })).rejects.toThrow(RangeError);
});
