/** The file of the document: what is asked before it is overwritten, and what is said when someone comes back. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { Difference } from '#shared/contract/desktop';
import { Notices } from './notices.svelte';
import { SavedFile, type Answer } from './saved-file.svelte';
import { desktopOf } from './testing';

const call = vi.fn();

const handle = 'handle';
const write = vi.fn();
let notices: Notices;
let file: SavedFile;

beforeEach(() => {
  call.mockReset();
  write.mockReset();
  notices = new Notices();
  file = new SavedFile(desktopOf(call), notices);
});

const told = (): string[] => notices.list.map(({ text, action }) => `${text} ${action?.label ?? ''}`);
const finds = (value: Difference | null): void => void call.mockResolvedValueOnce({ ok: true, value });

async function answer(words: Answer): Promise<void> {
  await vi.waitFor(() => expect(file.question).toBeDefined());
  file.question?.answer(words);
}

test('each thing to overwrite despite is asked about by itself', async () => {
  for (const value of ['changed', 'read-only', null]) write.mockResolvedValueOnce({ ok: true, value });
  const saved = file.save(write);
  await answer('overwrite');
  await vi.waitFor(() => expect(file.question?.difference).toBe('read-only'));
  await answer('overwrite');
  expect(await saved).toEqual({ ok: true, value: undefined });
  expect(write).toHaveBeenLastCalledWith(['changed', 'read-only']);
});

test.each(['save-as', 'reload', 'cancel'] as const)('%s writes nothing more', async (words) => {
  write.mockResolvedValueOnce({ ok: true, value: 'changed' });
  const saved = file.save(write);
  await answer(words);
  expect(await saved).toEqual({ ok: true, value: words });
  expect(write).toHaveBeenCalledTimes(1);
});

test('a change is said once, another is, and none is no longer said', async () => {
  const look = async (value: Difference | null, reload?: () => void): Promise<void> => {
    finds(value);
    await file.look(handle, 'a.loom', reload, () => true);
  };
  await look('changed', () => undefined);
  expect(told()).toEqual([expect.stringMatching(/^a\.loom was changed.* Reload$/)]);
  for (const { id } of notices.list) notices.dismiss(id);
  await look('changed', () => undefined);
  expect(told()).toEqual([]);
  await look('removed');
  expect(told()).toEqual([expect.stringMatching(/^a\.loom is no longer.* $/)]);
  await look(null);
  expect(told()).toEqual([]);
  // With unsaved work there is nothing to press: reloading would lose it.
  await look('changed');
  expect(told()).toEqual([expect.stringMatching(/^a\.loom was changed.*Saving asks.* $/)]);
});

test('nothing is said of the file of a document that is closed by then', async () => {
  finds('changed');
  await file.look(handle, 'a.loom', undefined, () => false);
  expect(told()).toEqual([]);
});
