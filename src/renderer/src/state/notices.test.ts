/** Notices: what is tried again and again is said once. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { problem } from '#shared/messages/problem';
import { Notices } from './notices.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const full = problem('recovery-not-written', { file: 'recovery', reason: 'the disk is full' });

test('said once while it lasts, though it is dismissed, and again once it has worked in between', () => {
  const notices = new Notices();
  const said = (): number => {
    const { length } = notices.list;
    for (const { id } of notices.list) notices.dismiss(id);
    return length;
  };
  notices.reportWhile('keeping', full);
  expect(said()).toBe(1);
  notices.reportWhile('keeping', full);
  notices.reportWhile('keeping', full);
  expect(said()).toBe(0);
  notices.reportWhile('keeping', undefined);
  notices.reportWhile('keeping', full);
  expect(said()).toBe(1);
});

test('one that offers something stays until it is dismissed, a calm one goes by itself', () => {
  const notices = new Notices();
  notices.say('calm');
  const offer = notices.say('changed', { label: 'Reload', run: () => undefined });
  vi.advanceTimersByTime(60_000);
  expect(notices.list.map(({ text }) => text)).toEqual(['changed']);
  notices.dismiss(offer);
  expect(notices.list).toEqual([]);
});

test('what went wrong is not pushed out unread: it comes when one of the others is dismissed', () => {
  const notices = new Notices();
  for (const reason of ['a', 'b', 'c', 'd', 'e'])
    notices.report(problem('recovery-not-written', { file: 'recovery', reason }));
  const said: string[] = [];
  expect([notices.shown.length, notices.waiting]).toEqual([3, 2]);
  for (let last = notices.shown.at(-1); last; last = notices.shown.at(-1)) {
    said.push(last.text);
    notices.dismiss(last.id);
  }
  expect(said).toHaveLength(5);
});

test('a sentence that is said again is there once and still offers what it did', () => {
  const notices = new Notices();
  const again = { label: 'Try again', run: () => undefined };
  notices.report(full, again);
  notices.report(full);
  expect(notices.list.map(({ action }) => action)).toEqual([again]);
});
