/** Undo steps: a gesture is one, and one that is taken back is none. */
import { expect, test } from 'vitest';
import { applyEdit } from '#shared/document/edits';
import { emptyDocument } from '#shared/document/document';
import { floatTensor } from '#shared/tensor/tensor';
import { Editor } from './editor.svelte';

const node = 'input-1';
const start = applyEdit(emptyDocument, {
  kind: 'add-node',
  layer: 'Input',
  position: { x: 0, y: 0 },
  id: node,
});

function opened(): { editor: Editor; set: (value: number, gesture?: string) => void } {
  const editor = new Editor();
  editor.open(start, true);
  const set = (value: number, gesture?: string) =>
    editor.apply({ kind: 'set-input', node, value: floatTensor([1, 3], [value, 0, 0]) }, gesture);
  return { editor, set };
}

const first = (editor: Editor): number | undefined => editor.document.inputs[node]?.values[0];

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
