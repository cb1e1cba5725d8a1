import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readOrdinary } from './read-ordinary';
import { systemReason } from './system-error';

const folder = mkdtempSync(join(tmpdir(), 'layerloom-ordinary-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const reasonOf = (path: string): Promise<string | undefined> =>
  readOrdinary(path).then(() => 'it was read', systemReason);

test('a file is read whole', async () => {
  writeFileSync(join(folder, 'file'), 'text');
  expect((await readOrdinary(join(folder, 'file'))).toString()).toBe('text');
});

test.skipIf(process.platform === 'win32')(
  'what would never end is refused as the system refuses',
  async () => {
    symlinkSync('/dev/null', join(folder, 'device'));
    expect(await reasonOf(join(folder, 'device'))).toBe('it is not an ordinary file');
    expect(await reasonOf(folder)).toBe('it is a folder');
    expect(await reasonOf(join(folder, 'none'))).toBe('the folder is not there');
  },
);
