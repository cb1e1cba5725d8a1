/** Soon, and never later than the longest wait. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Soon } from './soon';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function soon() {
  const done: number[] = [];
  const start = performance.now();
  return { made: new Soon(() => done.push(performance.now() - start), 400, 1_400), done };
}

test('once it is quiet', () => {
  const { made, done } = soon();
  made.ask();
  vi.advanceTimersByTime(300);
  made.ask();
  vi.advanceTimersByTime(5_000);
  expect(done).toEqual([700]);
});

test('never later than the longest wait, however often it is asked', () => {
  const { made, done } = soon();
  for (let at = 0; at < 6_000; at += 150) {
    made.ask();
    vi.advanceTimersByTime(150);
  }
  expect(done.slice(0, 3)).toEqual([1_400, 2_900, 4_400]);
});

test('though timers come late, as those of a hidden window do', () => {
  const { made, done } = soon();
  made.ask();
  vi.setSystemTime(Date.now());
  const late = performance.now() + 1_450;
  const now = vi.spyOn(performance, 'now').mockReturnValue(late);
  made.ask();
  expect(done).toHaveLength(1);
  now.mockRestore();
});

test('not any more once it rests', () => {
  const { made, done } = soon();
  made.ask();
  expect(made.isAsked).toBe(true);
  made.rest();
  vi.advanceTimersByTime(5_000);
  expect([made.isAsked, done]).toEqual([false, []]);
});
