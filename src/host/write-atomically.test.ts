/** Files are written whole, and stay what they were. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAtomically } from './write-atomically';

let folder: string;
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'layerloom-host-')))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
const modeOf = (name: string): number => statSync(join(folder, name)).mode & 0o777;

test('a new file has the rights new files have', async () => {
  writeFileSync(join(folder, 'other'), 'as the system makes them');
  await writeAtomically(join(folder, 'a.loom'), 'new');
  expect([text('a.loom'), modeOf('a.loom')]).toEqual(['new', modeOf('other')]);
});

test.each([0o600, 0o640, 0o664, 0o400])('the rights %o are kept', async (mode) => {
  writeFileSync(join(folder, 'a.loom'), 'old');
  chmodSync(join(folder, 'a.loom'), mode);
  await writeAtomically(join(folder, 'a.loom'), 'new');
  expect([text('a.loom'), modeOf('a.loom')]).toEqual(['new', mode]);
});

test('a link stays a link, and what it leads to is written', async () => {
  mkdirSync(join(folder, 'far'));
  writeFileSync(join(folder, 'far/real.loom'), 'old');
  symlinkSync('far/real.loom', join(folder, 'near.loom'));
  symlinkSync('near.loom', join(folder, 'nearer.loom'));
  await writeAtomically(join(folder, 'nearer.loom'), 'new');
  expect(readlinkSync(join(folder, 'nearer.loom'))).toBe('near.loom');
  expect(readlinkSync(join(folder, 'near.loom'))).toBe('far/real.loom');
  expect(text('far/real.loom')).toBe('new');
  expect(readdirSync(join(folder, 'far'))).toEqual(['real.loom']);
});

test('a link to a file that is not there yet makes it', async () => {
  mkdirSync(join(folder, 'far'));
  symlinkSync('../far/later.loom', join(folder, 'far/here.loom'));
  symlinkSync(join(folder, 'far'), join(folder, 'way'));
  await writeAtomically(join(folder, 'way/here.loom'), 'new');
  expect(text('far/later.loom')).toBe('new');
  expect(lstatSync(join(folder, 'far/here.loom')).isSymbolicLink()).toBe(true);
});

test('links in a circle, a folder in the way, a folder that is missing: the error is the system’s', async () => {
  symlinkSync('b', join(folder, 'a'));
  symlinkSync('a', join(folder, 'b'));
  mkdirSync(join(folder, 'folder'));
  await expect(writeAtomically(join(folder, 'a'), 'new')).rejects.toMatchObject({ code: 'ELOOP' });
  await expect(writeAtomically(join(folder, 'folder'), 'new')).rejects.toMatchObject({ code: 'EISDIR' });
  await expect(writeAtomically(join(folder, 'none/a'), 'new')).rejects.toMatchObject({ code: 'ENOENT' });
  expect(readdirSync(folder).sort()).toEqual(['a', 'b', 'folder']);
});

test('a name as long as names may be', async () => {
  const name = 'n'.repeat(255);
  await writeAtomically(join(folder, name), 'new');
  expect(text(name)).toBe('new');
});

test('an objection leaves the file as it was and nothing behind', async () => {
  writeFileSync(join(folder, 'a.loom'), 'old');
  const objection = (): Promise<string> => {
    // All that is to be written is on the disk by then.
    expect(readdirSync(folder)).toHaveLength(2);
    return Promise.resolve('changed');
  };
  expect(await writeAtomically(join(folder, 'a.loom'), 'new', objection)).toBe('changed');
  expect([text('a.loom'), readdirSync(folder)]).toEqual(['old', ['a.loom']]);
});

test('a failing write leaves nothing behind', async () => {
  writeFileSync(join(folder, 'a.loom'), 'old');
  const failing = writeAtomically(join(folder, 'a.loom'), 'new', () => {
    throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' });
  });
  await expect(failing).rejects.toMatchObject({ code: 'ENOSPC' });
  expect([text('a.loom'), readdirSync(folder)]).toEqual(['old', ['a.loom']]);
});

test('many writes of one file at once each leave it whole', async () => {
  for (let round = 0; round < 20; round++) {
    const path = join(folder, `part-${round}`);
    await Promise.all(Array.from({ length: 8 }, () => writeAtomically(path, 'the same part')));
    expect(text(`part-${round}`)).toBe('the same part');
  }
});
