/** A provider that is tried gives its word, crashes or hangs; whatever it is, its process does not stay. */
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { describeProblem, problem } from '#shared/messages/problem';
import { probeProvider } from './probe';

/** What is asked of it needs no Electron. */
type Child = ReturnType<Parameters<typeof probeProvider>[1]>;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function probing() {
  const child = Object.assign(new EventEmitter(), { pid: 7 });
  const ended: number[] = [];
  const answer = probeProvider(
    'webgpu',
    () => child as unknown as Child,
    (pid) => {
      ended.push(pid);
      child.emit('exit', 9);
    },
  );
  return { child, ended, answer };
}

test('its word counts, and the end that follows does not', async () => {
  const runs = probing();
  runs.child.emit('message', null);
  expect(await runs.answer).toBeUndefined();
  const fails = probing();
  const found = problem('provider-no-device', { provider: 'WebGPU' });
  fails.child.emit('message', found);
  expect(await fails.answer).toEqual(found);
  expect([runs.ended, fails.ended]).toEqual([[7], [7]]);
  expect(vi.getTimerCount()).toBe(0);
});

test('one that crashes is said to have crashed', async () => {
  const { child, ended, answer } = probing();
  child.emit('exit', 139);
  expect(describeProblem((await answer)!)).toMatch(/^WebGPU crashed when it was tried\./);
  expect(ended).toEqual([]);
});

test('one that hangs is ended after a while', async () => {
  const { ended, answer } = probing();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(describeProblem((await answer)!)).toMatch(/^WebGPU gave no answer within 30 seconds\./);
  expect(ended).toEqual([7]);
});
