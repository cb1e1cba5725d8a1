import { expect, test } from 'vitest';
import { Announcer } from './announcer.svelte';

test('what is said at once is one text, each sentence once', async () => {
  const announcer = new Announcer();
  for (const text of ['Stage 2 of 5.', 'Output 0, 1: 0.200.', 'Stage 2 of 5.', '']) announcer.say(text);
  await Promise.resolve();
  expect(announcer.said).toEqual({ text: 'Stage 2 of 5. Output 0, 1: 0.200.', count: 1 });
});

test('the same sentence is said again later', async () => {
  const announcer = new Announcer();
  announcer.say('Nothing is there.');
  await Promise.resolve();
  announcer.say('Nothing is there.');
  await Promise.resolve();
  expect(announcer.said).toEqual({ text: 'Nothing is there.', count: 2 });
});
