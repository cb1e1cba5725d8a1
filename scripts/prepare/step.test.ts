/** Which end of a start is tried again. */
import { expect, test } from 'vitest';
import { diedAtStart, runToEnd } from './step.mjs';

test.each([
  ['a crash at once', { signal: 'SIGSEGV', ms: 500 }, true],
  ['a trap of the runtime’s own', { signal: 'SIGTRAP', ms: 900 }, true],
  ['a crash of an app that ran', { signal: 'SIGSEGV', ms: 20_000 }, false],
  ['an exit code', { signal: null, ms: 500 }, false],
  ['someone’s wish', { signal: 'SIGTERM', ms: 500 }, false],
  ['someone’s key', { signal: 'SIGINT', ms: 500 }, false],
])('%s', (_, end, isTriedAgain) => {
  expect(diedAtStart(end)).toBe(isTriedAgain);
});

test('a command that ends itself by a signal and one that answers a code', async () => {
  const crash = await runToEnd(process.execPath, ['-e', "process.kill(process.pid, 'SIGSEGV')"]);
  expect(crash).toMatchObject({ code: null, signal: 'SIGSEGV' });
  expect(await runToEnd(process.execPath, ['-e', 'process.exit(3)'])).toMatchObject({
    code: 3,
    signal: null,
  });
});
