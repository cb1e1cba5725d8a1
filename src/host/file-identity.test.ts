/** What another program did to a file is noticed, whatever it does to the clock. */
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareFile, Identifying, isReadOnly, type FileIdentity } from './file-identity';

let folder: string;
let file: string;
let known: FileIdentity;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'layerloom-host-'));
  file = join(folder, 'a.loom');
  writeFileSync(file, 'what it was');
  const identifying = new Identifying();
  identifying.push(readFileSync(file));
  known = identifying.end(await stat(file, { bigint: true }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('as it was', async () => {
  expect(await compareFile(file, known)).toBe(known);
});

test('written anew', async () => {
  writeFileSync(file, 'what it is');
  expect(await compareFile(file, known)).toBe('changed');
});

test('written in place, with the size and time it had', async () => {
  const { atime, mtime } = statSync(file);
  writeFileSync(file, 'what it IS.');
  utimesSync(file, atime, mtime);
  expect(statSync(file).size).toBe(11);
  expect(await compareFile(file, known)).toBe('changed');
});

test('replaced by rename, with the size and time it had', async () => {
  const { atime, mtime } = statSync(file);
  writeFileSync(join(folder, 'other'), 'what it IS.');
  utimesSync(join(folder, 'other'), atime, mtime);
  renameSync(join(folder, 'other'), file);
  expect(await compareFile(file, known)).toBe('changed');
});

test('touched, or replaced by its like: no difference, and known from now on', async () => {
  utimesSync(file, new Date(0), new Date(0));
  const touched = await compareFile(file, known);
  expect(touched).toEqual({ stamp: expect.not.stringMatching(known.stamp) as string, hash: known.hash });
  copyFileSync(file, join(folder, 'copy'));
  renameSync(join(folder, 'copy'), file);
  const replaced = await compareFile(file, touched as FileIdentity);
  expect(replaced).toMatchObject({ hash: known.hash });
  expect(await compareFile(file, replaced as FileIdentity)).toBe(replaced);
});

test('removed, and a folder in its place', async () => {
  rmSync(file);
  expect(await compareFile(file, known)).toBe('removed');
  expect(await compareFile(join(file, 'deeper'), known)).toBe('removed');
  mkdirSync(file);
  expect(await compareFile(file, known)).toBe('not-a-file');
});

test('read-only by its rights, whoever asks', async () => {
  expect(await isReadOnly(file)).toBe(false);
  chmodSync(file, 0o444);
  expect(await isReadOnly(file)).toBe(true);
  expect(await isReadOnly(join(folder, 'none'))).toBe(false);
});
