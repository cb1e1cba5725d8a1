/** What the window keeps between starts may be damaged: it starts all the same. */
import { afterEach, expect, test } from 'vitest';
import type { KeptName } from '#shared/contract/desktop';
import type { Step } from '#shared/explain/exercise';
import { Blocks } from './blocks.svelte';
import { EngineClient } from './engine-client';
import { Practice } from './practice.svelte';
import { Settings } from './settings.svelte';
import { Stored } from './stored';

const kept = new Map<KeptName, string>();
const aside: KeptName[] = [];
afterEach(() => {
  kept.clear();
  aside.length = 0;
});

/** As the next start finds it. */
function recalled<T extends { recall(): void }>(make: (stored: Stored) => T): T {
  const stored = new Stored(
    (name, text) => void kept.set(name, text),
    (name) => void aside.push(name),
  );
  stored.recall(kept);
  const made = make(stored);
  made.recall();
  return made;
}
const settingsNow = () => recalled((stored) => new Settings(stored));
const practiceNow = () => recalled((stored) => new Practice(new EngineClient(), stored, () => 'A lesson'));
const blocksNow = () => recalled((stored) => new Blocks(stored));

const atFirst = { theme: 'system', zoom: 1, hasMotion: true };
const shown = ({ theme, zoom, hasMotion }: Settings) => ({ theme, zoom, hasMotion });

test('settings come back', () => {
  const settings = settingsNow();
  expect(shown(settings)).toEqual(atFirst);
  settings.theme = 'dark';
  settings.zoom = 1.5;
  settings.save();
  expect(shown(settingsNow())).toEqual({ theme: 'dark', zoom: 1.5, hasMotion: true });
});

test('sizes go from step to step, and stop at the last', () => {
  const settings = settingsNow();
  settings.zoomBy(1);
  expect(settings.zoom).toBe(1.1);
  settings.zoomBy(-1);
  settings.zoomBy(-1);
  expect(settings.zoom).toBe(0.9);
  for (let step = 0; step < 20; step++) settings.zoomBy(1);
  expect(settings.zoom).toBe(3);
  expect(settingsNow().zoom).toBe(3);
});

test.each([
  [1280, 1.25],
  [1920, 1.75],
  [3840, 3],
])('on a projector %i wide everything is %f times as large', (width, zoom) => {
  const settings = settingsNow();
  settings.setProjector(true, width);
  expect(settings.zoom).toBe(zoom);
  settings.setProjector(false, width);
  expect(settings.zoom).toBe(1);
});

test.each(['', '{"theme":"da', 'null', '7', '[]', '"dark"'])('settings damaged as %j', (text) => {
  kept.set('settings', text);
  expect(shown(settingsNow())).toEqual(atFirst);
});

test('one setting that is damaged costs the others nothing', () => {
  kept.set('settings', '{"theme":"pink","zoom":2,"hasMotion":"no"}');
  expect(shown(settingsNow())).toEqual({ ...atFirst, zoom: 2 });
  expect(aside).toEqual([]);
});

test.each(['{', 'null', '7', '{"A lesson":7}', '{"A lesson":{"linear1":"0"}}'])(
  'practice damaged as %j begins anew',
  (text) => {
    kept.set('practice', text);
    expect(practiceNow().solved('linear1')).toBe(0);
    expect(aside).toEqual(['practice']);
  },
);

test('practice comes back', () => {
  const practice = practiceNow();
  const step = { name: '', answer: 1, tolerance: 0, slips: [] } as unknown as Step;
  const attempt = practice.attemptAt('linear1', [0], [step]);
  attempt.type(0, '1');
  attempt.check(0);
  expect(practice.solved('linear1')).toBe(1);
  expect(practiceNow().solved('linear1')).toBe(1);
});

test('blocks come back, and damaged ones are as if there were none', () => {
  const [some] = blocksNow().all;
  blocksNow().keep({ ...some!, name: 'Mine' });
  expect(blocksNow().own.map(({ name }) => name)).toEqual(['Mine']);
  expect(aside).toEqual([]);
  kept.set('blocks', '[{');
  expect(blocksNow().own).toEqual([]);
  expect(aside).toEqual(['blocks']);
});
