/** What is copied as text: all of it comes back, and what is not ours is a sentence. */
import { expect, test } from 'vitest';
import { emptyDocument } from '#shared/document/document';
import { applyEdit, type Edit } from '#shared/document/edits';
import { copyNodes } from '#shared/document/paste';
import { describeProblem, isProblem } from '#shared/messages/problem';
import { floatTensor } from '#shared/tensor/tensor';
import { clipText, readClip } from './clip-text';

const place = { x: 10, y: 20 };
const edits: readonly Edit[] = [
  { kind: 'add-node', layer: 'Input', position: place },
  { kind: 'add-node', layer: 'Linear', position: place },
  { kind: 'connect', from: { node: 'input-1', port: 'y' }, to: { node: 'linear-1', port: 'x' } },
  { kind: 'set-attribute', node: 'linear-1', name: 'in_features', value: 3 },
  {
    kind: 'set-parameter',
    node: 'linear-1',
    name: 'bias',
    value: floatTensor([4], Float32Array.from([0.1, Number.NaN, -Infinity, 1e-40])),
  },
  { kind: 'add-note', position: place },
  { kind: 'set-note', note: 'note-1', change: { text: '</script> *so*' } },
  { kind: 'group', nodes: ['linear-1'] },
];
const network = edits.reduce(applyEdit, emptyDocument);
const content = copyNodes(network, ['input-1', 'linear-1', 'note-1']);
const said = (text: string): string => {
  const found = readClip(text);
  return isProblem(found) ? describeProblem(found) : 'taken';
};
interface Raw {
  document: object;
  numbers: object;
}
const changed = (change: (raw: Raw) => void): string => {
  const raw = JSON.parse(clipText(content).text) as Raw;
  change(raw);
  return JSON.stringify(raw);
};

test('layers, wires, numbers, groups and notes come back as they were', () => {
  const { text, isWhole } = clipText(content);
  expect(isWhole).toBe(true);
  expect(text).toContain('"out_features": 4');
  expect(readClip(text)).toMatchObject(content);
  expect(readClip(text.replaceAll('\n', '\r\n'))).toMatchObject(content);
});

test.each([
  ['', 'The clipboard holds no text'],
  ['a,b\n1,2\n3,4\n', 'a table of 3 rows'],
  ['1\t2\n3\t4', 'a table of 2 rows'],
  ['Hello there', 'the text “Hello there”'],
  ['{"layerloom": "x"', 'the text “{'],
  ['{"layerloom": 1}', 'cannot be pasted'],
  ['{"layerloom": 1, "document": []}', 'cannot be pasted'],
  [changed((raw) => Object.assign(raw.document, { format: 99 })), 'written by a newer Layerloom'],
  [changed((raw) => Object.assign(raw.document, { nodes: 7 })), 'cannot be pasted: '],
  [
    changed((raw) => Object.assign(raw.numbers, { 'parameters.safetensors': '!!' })),
    'its numbers are not written',
  ],
  [changed((raw) => Object.assign(raw.numbers, { 'parameters.safetensors': 'AAAA' })), 'cannot be pasted: '],
  [
    changed((raw) => Object.assign(raw.numbers, { 'parameters.safetensors': 3 })),
    'its numbers are not written',
  ],
  [`{"layerloom": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'the text “{'],
])('%#: what is something else is said, and nothing is taken', (text, sentence) => {
  expect(said(text)).toContain(sentence);
});
