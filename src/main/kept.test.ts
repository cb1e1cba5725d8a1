/** Small texts between starts: whole, the newest, and never in the way of a start. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeProblem } from '#shared/messages/problem';
import { Kept } from './kept';
import { Folder } from './testing';

const folder = new Folder();

test('what was written last comes back', async () => {
  const kept = new Kept(folder.at('settings of mine'));
  await Promise.all(['1', '2', '3'].map((text) => kept.write('settings', text)));
  expect(await new Kept(folder.at('settings of mine')).read()).toEqual({
    texts: new Map([['settings', '3']]),
    problems: [],
  });
});

test('what cannot be read is as it was at first and said, and nothing is written over it', async () => {
  mkdirSync(folder.at('blocks.json'));
  writeFileSync(folder.at('practice.json'), '{}');
  const kept = new Kept(folder.path);
  const { texts, problems } = await kept.read();
  expect(texts).toEqual(new Map([['practice', '{}']]));
  expect(problems).toMatchObject([{ code: 'kept-unreadable', values: { reason: 'it is a folder' } }]);
  expect(await kept.write('blocks', '[]')).toMatchObject({ problem: { code: 'kept-unreadable' } });
  rmSync(folder.at('blocks.json'), { recursive: true });
  expect((await kept.read()).problems).toEqual([]);
  expect(await kept.write('blocks', '[]')).toMatchObject({ ok: true });
});

test('what is damaged is set aside, as it is, before something else is written', async () => {
  writeFileSync(folder.at('blocks.json'), '[{');
  const kept = new Kept(folder.path);
  const [aside] = await Promise.all([kept.setAside('blocks'), kept.write('blocks', '[]')]);
  if (!aside.ok) throw new Error(describeProblem(aside.problem));
  expect(readFileSync(folder.at(aside.value.name), 'utf8')).toBe('[{');
  expect(readFileSync(folder.at('blocks.json'), 'utf8')).toBe('[]');
});

test('what cannot be written is a problem that says why', async () => {
  writeFileSync(folder.at('file'), '');
  const reply = await new Kept(folder.at('file')).write('settings', '{}');
  expect(reply).toMatchObject({ ok: false, problem: { code: 'kept-not-written' } });
});
