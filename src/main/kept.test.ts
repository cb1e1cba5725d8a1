/** Small texts between starts: whole, the newest, and never in the way of a start. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Kept } from './kept';
import { Folder } from './testing';

const folder = new Folder();

test('what was written last comes back', async () => {
  const kept = new Kept(folder.at('settings of mine'));
  await Promise.all(['1', '2', '3'].map((text) => kept.write('settings', text)));
  expect(await new Kept(folder.at('settings of mine')).read()).toEqual(new Map([['settings', '3']]));
});

test('what cannot be read is as it was at first', async () => {
  mkdirSync(folder.at('blocks.json'));
  writeFileSync(folder.at('practice.json'), '{}');
  expect(await new Kept(folder.path).read()).toEqual(new Map([['practice', '{}']]));
});

test('what cannot be written is a problem that says why', async () => {
  writeFileSync(folder.at('file'), '');
  const reply = await new Kept(folder.at('file')).write('settings', '{}');
  expect(reply).toMatchObject({ ok: false, problem: { code: 'kept-not-written' } });
});
