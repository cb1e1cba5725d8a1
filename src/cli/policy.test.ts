/** What an administrator is told of a policy before anyone starts the app with it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { showPolicy } from './policy';
import { folder, writeBytes } from './testing';

test('a folder of lessons that cannot be listed is said: a file is none', async () => {
  const lessons = join(folder, 'lessons');
  mkdirSync(lessons);
  const file = writeBytes('a-file', '');
  const policy = writeBytes('policy.json', JSON.stringify({ lessonFolders: [lessons, file] }));
  const said: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
  const code = await showPolicy(policy, '/none', true);
  write.mockRestore();
  expect(code).toBe(1);
  const { problems } = JSON.parse(said.join('')) as { readonly problems: readonly string[] };
  expect(problems).toEqual([expect.stringContaining(`The folder of lessons ${file}`)]);
});
