/** Each step of the history in words. */
import { expect, test } from 'vitest';
import { applyEdit, type Edit } from './edits';
import { copyNodes } from './paste';
import { saidEdit } from './said-edit';
import { added, edited, origin, wire } from './testing-edits';

const network = edited(
  added('Input', 'Linear', 'ReLU'),
  wire('input-1', 'linear-1'),
  { kind: 'add-note', position: origin },
  { kind: 'group', nodes: ['linear-1', 'relu-1'] },
);
const said = (edit: Edit): string => saidEdit(network, applyEdit(network, edit), edit);

test.each<[Edit, string]>([
  [{ kind: 'add-node', layer: 'Conv2d', position: origin }, 'Add Conv2d 1'],
  [{ kind: 'move', positions: { 'linear-1': { x: 1, y: 1 } } }, 'Move Linear 1'],
  [
    { kind: 'move', positions: { 'linear-1': { x: 1, y: 1 }, 'relu-1': origin }, as: 'tidy' },
    'Tidy 2 layers',
  ],
  [{ kind: 'remove', nodes: ['linear-1'], edges: ['input-1.y-linear-1.x'] }, 'Delete Linear 1'],
  [{ kind: 'remove', nodes: [], edges: ['input-1.y-linear-1.x'] }, 'Delete a wire'],
  [{ kind: 'remove', nodes: ['relu-1'], edges: [], notes: ['note-1'] }, 'Delete ReLU 1 and a note'],
  [wire('linear-1', 'relu-1'), 'Wire Linear 1 to ReLU 1'],
  [{ kind: 'rename', node: 'relu-1', name: 'Bend' }, 'Rename ReLU 1 to Bend'],
  [{ kind: 'replace', node: 'relu-1', layer: 'GELU' }, 'Replace ReLU 1 by GELU 1'],
  [
    { kind: 'set-attribute', node: 'linear-1', name: 'out_features', value: 7 },
    'Set out_features of Linear 1',
  ],
  [{ kind: 'set-locked', nodes: ['relu-1'], value: true }, 'Lock ReLU 1'],
  [{ kind: 'set-closed', group: 'group-1', value: true }, 'Close Group 1'],
  [{ kind: 'add-note', position: origin }, 'Add a note'],
  [{ kind: 'paste', content: copyNodes(network, ['linear-1', 'relu-1']), offset: origin }, 'Paste 2 layers'],
  [
    {
      kind: 'all',
      edits: [
        { kind: 'add-node', layer: 'GELU', position: origin, id: 'mine' },
        { kind: 'insert-on-edge', edge: 'input-1.y-linear-1.x', node: 'mine' },
      ],
    },
    'Add GELU 1',
  ],
  [
    {
      kind: 'all',
      edits: [
        { kind: 'move', positions: { 'relu-1': { x: 5, y: 5 } } },
        { kind: 'insert-on-edge', edge: 'input-1.y-linear-1.x', node: 'relu-1' },
      ],
    },
    'Put ReLU 1 into a wire',
  ],
])('%o', (edit, sentence) => {
  expect(said(edit)).toBe(sentence);
});
