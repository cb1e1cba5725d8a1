/** Where memory runs out, the worker goes and the guard is there to say so. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import { expect, test } from 'vitest';
import { endFirst } from './memory';

test.runIf(platform() === 'linux')('the system is told which process to end first', () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  try {
    endFirst(child.pid);
    expect(readFileSync(`/proc/${child.pid}/oom_score_adj`, 'utf8').trim()).toBe('1000');
  } finally {
    child.kill('SIGKILL');
  }
});

test('a process that is gone is none to be ended', () => {
  expect(() => {
    endFirst(undefined);
    endFirst(2 ** 30);
  }).not.toThrow();
});
