/** A damaged folder hides only itself, and is said. */
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { describeProblem } from '#shared/messages/problem';
import { readFolder } from './bundled-folders';
import { listBundled } from './data-sets';
import { Lessons } from './lessons';
import { Folder } from './testing';

const folder = new Folder();
const models = join(import.meta.dirname, '../../models');

beforeEach(() => {
  for (const id of ['single-neuron', 'forward-pass', 'data/iris', 'data/penguins']) {
    cpSync(join(models, id), folder.at(id), { recursive: true });
  }
});

test('all that comes with the app is listed', async () => {
  const lessons = await new Lessons(models).list();
  expect(lessons.problems).toEqual([]);
  expect(lessons.entries[0]).toMatchObject({ id: 'forward-pass' });
  expect((await listBundled(join(models, 'data'))).problems).toEqual([]);
});

test.each([
  ['lesson.json is not JSON', () => writeFileSync(folder.at('single-neuron/lesson.json'), '{"minutes":')],
  [
    'the minutes in lesson.json is "5", and must be a number',
    () => writeFileSync(folder.at('single-neuron/lesson.json'), '{"minutes":"5"}'),
  ],
  [
    'the order in lesson.json is missing',
    () => writeFileSync(folder.at('single-neuron/lesson.json'), '{"minutes":5}'),
  ],
  ['lesson.json holds no settings by name', () => writeFileSync(folder.at('single-neuron/lesson.json'), '7')],
  ['it holds no document.json', () => rmSync(folder.at('single-neuron/document.json'))],
  ['it is a folder', () => makeFolder('single-neuron/lesson.json')],
])('%s: the other lessons are there', async (reason, damage) => {
  damage();
  const { entries, problems } = await new Lessons(folder.path).list();
  expect(entries.map(({ id }) => id)).toEqual(['forward-pass']);
  expect(problems.map(describeProblem).join()).toContain('The folder single-neuron of lessons or data');
  expect(problems.map(describeProblem).join()).toContain(reason);
});

test.skipIf(process.platform === 'win32')('a device in place of a lesson holds nothing up', async () => {
  rmSync(folder.at('single-neuron/lesson.json'));
  symlinkSync('/dev/null', folder.at('single-neuron/lesson.json'));
  const { entries, problems } = await new Lessons(folder.path).list();
  expect(entries.map(({ id }) => id)).toEqual(['forward-pass']);
  expect(problems.map(describeProblem).join()).toContain('it is not an ordinary file');
});

test('lessons by a link, written on Windows, beside what tools keep there', async () => {
  const school = folder.at('school');
  mkdirSync(join(school, '.git'), { recursive: true });
  symlinkSync(folder.at('single-neuron'), join(school, 'week-1'), 'junction');
  symlinkSync(join(school, 'gone'), join(school, 'week-2'), 'junction');
  writeFileSync(folder.at('single-neuron/lesson.json'), '\uFEFF{"minutes":5,"order":1}', 'utf16le');
  const { entries, problems } = await new Lessons(join(models, 'data'), [school]).list();
  expect(problems.filter(({ code }) => code.startsWith('policy'))).toEqual([]);
  expect(entries.map(({ id }) => id)).toEqual(['week-1']);
});

test('a folder of many that are none is said in one sentence', async () => {
  const school = folder.at('school');
  for (let at = 0; at < 100; at++) mkdirSync(join(school, `pupil ${at}`), { recursive: true });
  const { problems } = await new Lessons(folder.path, [school]).list();
  const said = problems.map(describeProblem).filter((sentence) => sentence.includes('pupil'));
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('and 92 others');
});

test('a data set without its card', async () => {
  rmSync(folder.at('data/iris/card.json'));
  const { entries, problems } = await listBundled(folder.at('data'));
  expect(entries.map(({ id }) => id)).toEqual(['penguins']);
  expect(problems).toMatchObject([{ code: 'folder-hidden', values: { id: 'iris' } }]);
});

test('a folder is read with what is in its folders', async () => {
  const files = await readFolder(folder.at('forward-pass'));
  expect([...files.keys()].sort()).toEqual(expect.arrayContaining(['document.json', 'lesson.md']));
  expect([...files.keys()].some((name) => name.startsWith('inputs/'))).toBe(true);
});

function makeFolder(name: string): void {
  rmSync(folder.at(name));
  mkdirSync(folder.at(name));
}
