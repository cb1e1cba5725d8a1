/** Notes and colours: in the document, in its file, and gone with what is removed. */
import { expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { emptyDocument, type Document } from './document';
import { applyEdit } from './edits';
import { decodeDocument, documentFile, encodeDocument } from './file-format';
import { copyNodes } from './paste';
import { added, edited, origin } from './testing-edits';

const noted = edited(
  added('Input', 'ReLU'),
  { kind: 'add-note', position: { x: -40, y: 10 } },
  { kind: 'set-note', note: 'note-1', change: { text: '# Why\n*this*', width: 300, height: 90 } },
  { kind: 'group', nodes: ['input-1', 'relu-1'] },
  { kind: 'set-colour', ids: ['note-1', 'group-1'], colour: 'green' },
  { kind: 'set-locked', nodes: ['relu-1'], value: true },
);

const json = (document: Document): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(encodeDocument(document).get(documentFile))) as Record<string, unknown>;
const opened = (raw: unknown) =>
  decodeDocument(new Map([[documentFile, new TextEncoder().encode(JSON.stringify(raw))]]), 'a.loom');

test('a note, a colour and a lock survive the file', () => {
  expect(noted.notes).toEqual([
    {
      ...{ id: 'note-1', text: '# Why\n*this*', position: { x: -40, y: 10 } },
      ...{ width: 300, height: 90, colour: 'green' },
    },
  ]);
  const found = decodeDocument(encodeDocument(noted), 'a.loom');
  expect(found).toEqual(noted);
  expect(isProblem(found) ? undefined : found.groups[0]?.colour).toBe('green');
  expect(isProblem(found) ? undefined : found.nodes[1]?.isLocked).toBe(true);
});

test('a document without notes says nothing of them, and is as before once the last is removed', () => {
  expect(json(added('Input'))).not.toHaveProperty('notes');
  const bare = edited(
    noted,
    { kind: 'remove', nodes: [], edges: [], notes: ['note-1'] },
    { kind: 'set-colour', ids: ['group-1'] },
  );
  expect(bare).not.toHaveProperty('notes');
  expect(bare.groups[0]).not.toHaveProperty('colour');
});

test('a file of the format before opens without notes, and a newer one is said to be newer', () => {
  expect(opened({ ...json(added('Input')), format: 3 })).toEqual(added('Input'));
  const newer = opened({ ...json(noted), format: 5 });
  expect(isProblem(newer) && describeProblem(newer)).toContain('written by a newer Layerloom');
});

test.each([
  [
    { colour: 'puce' },
    'the colour of note 1 is "puce", and must be yellow, green, blue, violet, rose or grey',
  ],
  [{ width: 5 }, 'the width of note 1 is 5, and must be a number from 60 to 4,000'],
  [{ id: 'relu-1' }, 'the id relu-1 stands for a note and for something else'],
])('a note with %o is refused by name', (change, sentence) => {
  const raw = json(noted);
  const [note] = raw.notes as object[];
  const found = opened({ ...raw, notes: [{ ...note, ...change }] });
  expect(isProblem(found) && describeProblem(found)).toContain(sentence);
});

test('notes are copied and pasted with the layers, beside them or alone', () => {
  const pasted = applyEdit(noted, {
    kind: 'paste',
    content: copyNodes(noted, ['note-1', 'relu-1']),
    offset: { x: 40, y: 40 },
  });
  expect(pasted.notes?.map(({ id, position }) => ({ id, position }))).toEqual([
    { id: 'note-1', position: { x: -40, y: 10 } },
    { id: 'note-2', position: { x: 0, y: 50 } },
  ]);
  const alone = { kind: 'paste', content: copyNodes(noted, ['note-1']), offset: origin } as const;
  expect(applyEdit(emptyDocument, alone).notes).toHaveLength(1);
});
