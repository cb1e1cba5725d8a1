/** Save as: the extension is part of what is asked about, for every kind of file, and nothing is replaced unasked. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { requests, type FileKind } from '#shared/contract/desktop';
import { Files } from './files';
import { Answers, Folder } from './testing';

const folder = new Folder();
const bytes = new TextEncoder().encode('NEW');
const kinds: readonly FileKind[] = ['loom', ...requests['file.save-as'].entries.kind.options];

function filesWith(dialogs: Answers): Files {
  return new Files({ dialogs, profile: folder.at('profile'), documents: folder.at('documents') });
}

/** As the window does: a network's place is chosen first. */
async function saveAs(files: Files, kind: FileKind): Promise<unknown> {
  if (kind !== 'loom') return files.saveAs({ name: 'net', kind, bytes });
  const chosen = await files.choose({ name: 'net' });
  if (!chosen.ok || !chosen.value) return chosen;
  const saved = await files.save({ handle: chosen.value.handle, content: bytes });
  return saved.ok ? chosen : saved;
}

const text = (name: string): string => readFileSync(folder.at(name), 'utf8');

test.each(kinds)('%s: what was typed without its extension gets it', async (kind) => {
  const dialogs = new Answers([folder.at('net v1.2')]);
  const reply = await saveAs(filesWith(dialogs), kind);
  expect(reply).toMatchObject({ ok: true, value: { name: `net v1.2.${kind}` } });
  expect([text(`net v1.2.${kind}`), dialogs.asked]).toEqual(['NEW', []]);
});

test.each(kinds)('%s: a file of the name with its extension is asked about', async (kind) => {
  writeFileSync(folder.at(`week3.${kind}`), 'PRECIOUS');
  const dialogs = new Answers([folder.at('week3')], ['Cancel']);
  expect(await saveAs(filesWith(dialogs), kind)).toEqual({ ok: true, value: null });
  expect(text(`week3.${kind}`)).toBe('PRECIOUS');
  expect(dialogs.asked[0]?.message).toContain(`week3.${kind}`);
  expect(readdirSync(folder.path)).toEqual([`week3.${kind}`]);
});

test('replaced when that is the answer', async () => {
  writeFileSync(folder.at('week3.loom'), 'PRECIOUS');
  const dialogs = new Answers([folder.at('week3')], ['Replace']);
  await saveAs(filesWith(dialogs), 'loom');
  expect(text('week3.loom')).toBe('NEW');
});

test('another name is chosen in the same dialog, beginning with the one before', async () => {
  writeFileSync(folder.at('week3.loom'), 'PRECIOUS');
  const dialogs = new Answers([folder.at('week3'), folder.at('week4')], ['Choose another name']);
  await saveAs(filesWith(dialogs), 'loom');
  expect(dialogs.saved[1]?.defaultPath).toBe(folder.at('week3.loom'));
  expect([text('week3.loom'), text('week4.loom')]).toEqual(['PRECIOUS', 'NEW']);
});

test('the dialog has asked about a name that is whole, in whatever letters', async () => {
  writeFileSync(folder.at('WEEK3.LOOM'), 'old');
  const dialogs = new Answers([folder.at('WEEK3.LOOM')]);
  await saveAs(filesWith(dialogs), 'loom');
  expect([text('WEEK3.LOOM'), dialogs.asked]).toEqual(['NEW', []]);
});

test('a read-only file is asked about and stays read-only', async () => {
  writeFileSync(folder.at('exam.loom'), 'PRECIOUS');
  chmodSync(folder.at('exam.loom'), 0o444);
  const dialogs = new Answers([folder.at('exam.loom'), folder.at('exam.loom')], ['Cancel', 'Replace']);
  const files = filesWith(dialogs);
  await saveAs(files, 'loom');
  expect([text('exam.loom'), dialogs.asked[0]?.message]).toEqual(['PRECIOUS', '“exam.loom” is read-only.']);
  await saveAs(files, 'loom');
  expect([text('exam.loom'), statSync(folder.at('exam.loom')).mode & 0o777]).toEqual(['NEW', 0o444]);
});

test.each<[string, string, FileKind]>([
  ['a folder', 'it.loom', 'loom'],
  ['a folder, once its extension is there', 'it', 'loom'],
])('%s in the way is no file', async (_what, typed) => {
  mkdirSync(folder.at('it.loom'));
  const dialogs = new Answers([folder.at(typed)], ['Replace']);
  const reply = await saveAs(filesWith(dialogs), 'loom');
  expect(reply).toMatchObject({ ok: false, problem: { code: 'file-not-regular' } });
});

test('a name that is too long and a folder that is missing: each its sentence, and nothing is asked', async () => {
  for (const [typed, reason] of [
    ['n'.repeat(260), 'its name is too long'],
    ['none/net', 'the folder is not there'],
  ] as const) {
    const reply = await saveAs(filesWith(new Answers([folder.at(typed)])), 'loom');
    expect(reply).toMatchObject({ ok: false, problem: { code: 'file-not-written', values: { reason } } });
  }
});

test('proposed in Documents first, then in the folder last used', async () => {
  mkdirSync(folder.at('profile'));
  const dialogs = new Answers([folder.at('a.tex'), undefined, undefined]);
  const files = filesWith(dialogs);
  await saveAs(files, 'tex');
  await saveAs(files, 'loom');
  await files.open();
  expect(dialogs.saved.map(({ defaultPath = '' }) => dirname(defaultPath))).toEqual([
    folder.at('documents'),
    folder.path,
  ]);
  expect(dialogs.opened[0]?.defaultPath).toBe(folder.path);

  await saveAs(filesWith(new Answers([folder.at('b.loom')])), 'loom');
  const later = new Answers([undefined]);
  const again = filesWith(later);
  await again.start();
  await saveAs(again, 'loom');
  expect(later.saved[0]?.defaultPath).toBe(folder.at('net.loom'));
});
