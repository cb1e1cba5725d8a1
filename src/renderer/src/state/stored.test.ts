/** What the window keeps between starts may be damaged: it starts all the same. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Step } from '#shared/explain/exercise';
import { Blocks } from './blocks.svelte';
import { EngineClient } from './engine-client';
import { Notices } from './notices.svelte';
import { Practice } from './practice.svelte';
import { Settings } from './settings.svelte';

const kept = new Map<string, string>();
beforeEach(() => {
  const getItem = (key: string): string | null => kept.get(key) ?? null;
  const setItem = (key: string, value: string): void => void kept.set(key, value);
  vi.stubGlobal('localStorage', { getItem, setItem });
});
afterEach(() => {
  kept.clear();
  vi.unstubAllGlobals();
});

const report = vi.fn();
const atFirst = { theme: 'system', isProjector: false, hasMotion: true };
const shown = ({ theme, isProjector, hasMotion }: Settings) => ({ theme, isProjector, hasMotion });

test('settings come back', () => {
  const settings = new Settings(report);
  expect(shown(settings)).toEqual(atFirst);
  settings.theme = 'dark';
  settings.isProjector = true;
  settings.save();
  expect(shown(new Settings(report))).toEqual({ theme: 'dark', isProjector: true, hasMotion: true });
});

test.each(['', '{"theme":"da', 'null', '7', '[]', '"dark"'])('settings damaged as %j', (text) => {
  kept.set('layerloom.settings', text);
  expect(shown(new Settings(report))).toEqual(atFirst);
});

test('one setting that is damaged costs the others nothing', () => {
  kept.set('layerloom.settings', '{"theme":"pink","isProjector":true,"hasMotion":"no"}');
  expect(shown(new Settings(report))).toEqual({ ...atFirst, isProjector: true });
});

test.each(['{', 'null', '[]', '{"A lesson":7}', '{"A lesson":{"linear1":"0"}}'])(
  'practice damaged as %j begins anew',
  (text) => {
    kept.set('layerloom.practice', text);
    const practice = new Practice(new EngineClient(), () => 'A lesson', report);
    expect(practice.solved('linear1')).toBe(0);
  },
);

test('practice comes back', () => {
  kept.set('layerloom.practice', '{"A lesson":{"linear1":["0,0 1"]}}');
  expect(new Practice(new EngineClient(), () => 'A lesson', report).solved('linear1')).toBe(1);
});

test('where there is no room, that is said once, and what is in the window stays', () => {
  const notices = new Notices();
  const full = () => {
    throw new DOMException('exceeded the quota', 'QuotaExceededError');
  };
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: full });
  const blocks = new Blocks(notices.reportWhile);
  const settings = new Settings(notices.reportWhile);
  const practice = new Practice(new EngineClient(), () => 'A lesson', notices.reportWhile);
  const [some] = blocks.all;
  blocks.keep({ ...some!, name: 'Mine' });
  blocks.keep({ ...some!, name: 'Another' });
  expect(blocks.own.map(({ name }) => name)).toEqual(['Mine', 'Another']);
  settings.save();
  const step = { name: '', answer: 1, tolerance: 0, slips: [] } as unknown as Step;
  const attempt = practice.attemptAt('linear1', [0], [step]);
  attempt.type(0, '1');
  attempt.check(0);
  expect(practice.solved('linear1')).toBe(1);
  expect(notices.list.map(({ text }) => text)).toEqual(
    ['your blocks', 'how you like the window', 'which numbers you have solved'].map(
      (what) => expect.stringMatching(`^There is no room left to keep ${what} for the next start`) as unknown,
    ),
  );
});

test('any other fault is none of room', () => {
  const broken = () => {
    throw new TypeError('no such thing');
  };
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: broken });
  expect(() => {
    new Settings(report).save();
  }).toThrow(TypeError);
});
