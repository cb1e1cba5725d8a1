/** What the window keeps between starts may be damaged: it starts all the same. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EngineClient } from './engine-client';
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

const atFirst = { theme: 'system', isProjector: false, hasMotion: true };
const shown = ({ theme, isProjector, hasMotion }: Settings) => ({ theme, isProjector, hasMotion });

test('settings come back', () => {
  const settings = new Settings();
  expect(shown(settings)).toEqual(atFirst);
  settings.theme = 'dark';
  settings.isProjector = true;
  settings.save();
  expect(shown(new Settings())).toEqual({ theme: 'dark', isProjector: true, hasMotion: true });
});

test.each(['', '{"theme":"da', 'null', '7', '[]', '"dark"'])('settings damaged as %j', (text) => {
  kept.set('layerloom.settings', text);
  expect(shown(new Settings())).toEqual(atFirst);
});

test('one setting that is damaged costs the others nothing', () => {
  kept.set('layerloom.settings', '{"theme":"pink","isProjector":true,"hasMotion":"no"}');
  expect(shown(new Settings())).toEqual({ ...atFirst, isProjector: true });
});

test.each(['{', 'null', '[]', '{"A lesson":7}', '{"A lesson":{"linear1":"0"}}'])(
  'practice damaged as %j begins anew',
  (text) => {
    kept.set('layerloom.practice', text);
    const practice = new Practice(new EngineClient(), () => 'A lesson');
    expect(practice.solved('linear1')).toBe(0);
  },
);

test('practice comes back', () => {
  kept.set('layerloom.practice', '{"A lesson":{"linear1":["0,0 1"]}}');
  expect(new Practice(new EngineClient(), () => 'A lesson').solved('linear1')).toBe(1);
});
