/** A policy's file, whatever wrote it and whatever it is. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeProblem } from '#shared/messages/problem';
import { findPolicy } from './policy';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layerloom-policy-'));
  file = join(folder, 'policy.json');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function find() {
  const { policy, problems } = await findPolicy(file);
  return { policy, said: problems.map(describeProblem).join(' ') };
}

const text = '{"gpu": false, "handInFolder": "/srv/Übungen"}';
const policy = { gpu: false, handInFolder: '/srv/Übungen' };

describe('a policy that Windows wrote', () => {
  it.each([
    ['with a mark before the first letter', Buffer.from(`\uFEFF${text}`)],
    ['as PowerShell writes', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['in the letters of western Europe', Buffer.from(text, 'latin1')],
  ])('%s is read', async (_, bytes) => {
    writeFileSync(file, bytes);
    expect(await find()).toEqual({ policy, said: '' });
  });
});

describe.skipIf(process.platform === 'win32')('what is no file to read', () => {
  it.each([
    ['it is a folder', () => mkdirSync(file)],
    ['its links lead nowhere', () => symlinkSync('policy.json', file)],
    ['it is not an ordinary file', () => symlinkSync('/dev/null', file)],
  ])('%s: it does not count, in a sentence', async (reason, make) => {
    make();
    const { policy: none, said } = await find();
    expect(none).toEqual({});
    expect(said).toContain(reason);
  });

  it.each(['', 'relative'])('a home that is called %j is that of the system', async (home) => {
    vi.stubEnv('HOME', home);
    writeFileSync(file, '{"handInFolder": "~/in"}');
    const { policy: found } = await find();
    expect(found.handInFolder).toMatch(/^\/.*in$/);
  });
});
