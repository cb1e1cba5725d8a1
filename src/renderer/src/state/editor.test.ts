/** Undo steps: a gesture is one, and one that is taken back is none. */
import { beforeEach, expect, test } from 'vitest';
import { applyEdit, type Edit } from '#shared/document/edits';
import { copyNodes } from '#shared/document/paste';
import { emptyDocument } from '#shared/document/document';
import { describeProblem } from '#shared/messages/problem';
import { floatTensor } from '#shared/tensor/tensor';
import { nodeLimit } from '#shared/tensor/file-limits';
import { Editor } from './editor.svelte';

const node = 'input-1';
const start = applyEdit(emptyDocument, {
  kind: 'add-node',
  layer: 'Input',
  position: { x: 0, y: 0 },
  id: node,
});

const plain = { kind: 'ReLU', attributes: {}, position: { x: 0, y: 0 } };
const said: string[] = [];
beforeEach(() => {
  said.length = 0;
});

function opened(): { editor: Editor; set: (value: number, gesture?: string) => void } {
  const editor = new Editor((found) => said.push(describeProblem(found)));
  editor.open(start, true);
  const set = (value: number, gesture?: string) =>
    editor.apply({ kind: 'set-input', node, value: floatTensor([1, 3], [value, 0, 0]) }, gesture);
  return { editor, set };
}

const first = (editor: Editor) => editor.document.inputs[node]?.values[0];

test('edits of one gesture are one undo step', () => {
  const { editor, set } = opened();
  set(1, 'typing');
  set(12, 'typing');
  editor.undo();
  expect(editor.document).toBe(start);
  expect(editor.canUndo).toBe(false);
});

test('a gesture that is taken back leaves the document as it was, saved as it was, and no undo step', () => {
  const { editor, set } = opened();
  set(1, 'typing');
  set(12, 'typing');
  editor.cancelGesture('typing');
  expect(editor.document).toBe(start);
  expect(editor.isChanged).toBe(false);
  expect(editor.canUndo).toBe(false);
});

test('only the gesture under way is taken back', () => {
  const { editor, set } = opened();
  set(1, 'typing');
  editor.endGesture();
  editor.cancelGesture('typing');
  expect(first(editor)).toBe(1);
  set(2);
  editor.cancelGesture('typing');
  expect(first(editor)).toBe(2);
});

test('what would make the network too large for a file is said, and leaves it as it is', () => {
  const { editor } = opened();
  const add: Edit = { kind: 'add-node', layer: 'ReLU', position: { x: 0, y: 0 } };
  const nodes = Array.from({ length: nodeLimit }, (_, at) => ({ ...plain, id: `n-${at}`, name: `n ${at}` }));
  const full = { ...emptyDocument, nodes };
  editor.open(full, true);
  const content = copyNodes(full, ['n-0', 'n-1']);
  const growing: Edit[] = [
    add,
    { kind: 'paste', content, offset: { x: 0, y: 0 } },
    { kind: 'insert-block', name: 'Two', content, position: { x: 0, y: 0 } },
    { kind: 'all', edits: [add] },
  ];
  for (const edit of growing) {
    expect(editor.apply(edit)).toBe(false);
    expect(said.splice(0)).toEqual([expect.stringMatching(/up to 10000 layers.*Delete some first/)]);
  }
  expect(editor.document).toBe(full);
  expect(editor.canUndo).toBe(false);
  expect(editor.apply({ kind: 'retitle', title: 'Full' })).toBe(true);
  expect(said).toEqual([]);
});

test('each step has a sentence, and any of them can be gone to', () => {
  const { editor, set } = opened();
  set(1, 'typing');
  set(12, 'typing');
  editor.apply({ kind: 'add-node', layer: 'ReLU', position: { x: 0, y: 0 } });
  const after = editor.document;
  const said = ['As it was opened', 'Change the numbers of Input 1', 'Add ReLU 1'];
  expect(editor.steps.map((step) => step.said)).toEqual(said);
  expect(editor.at).toBe(2);
  editor.goTo(0);
  expect(editor.document).toBe(start);
  expect(editor.steps.map((step) => step.said)).toEqual(said);
  editor.goTo(2);
  expect(editor.document).toBe(after);
  editor.goTo(3);
  editor.goTo(-1);
  expect(editor.document).toBe(after);
  editor.undo();
  editor.apply({ kind: 'retitle', title: 'Other' });
  expect(editor.steps.map((step) => step.said)).toEqual([...said.slice(0, 2), 'Title Other']);
});
