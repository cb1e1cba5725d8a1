/** Closed groups: their ports, what they hide, and that closing one changes no number. */
import { describe, expect, test } from 'vitest';
import { bundledBlocks } from './blocks';
import { emptyDocument, type Document } from './document';
import { applyEdit, type Edit } from './edits';
import { decodeDocument, encodeDocument } from './file-format';
import { hiddenIn, passedOver, portsOf, withBlocks } from './groups';
import { inferShapes } from './infer';

const block = bundledBlocks.find(({ name }) => name === 'Residual block')!;
const edits: readonly Edit[] = [
  { kind: 'add-node', layer: 'Input', position: { x: 0, y: 0 }, id: 'input' },
  { kind: 'set-attribute', node: 'input', name: 'shape', value: [1, 8, 4, 4] },
  { kind: 'insert-block', ...block, position: { x: 800, y: 0 } },
];
const inserted = edits.reduce(applyEdit, emptyDocument);
const [group] = inserted.groups;
const nameOf = (id: string) => inserted.nodes.find((node) => node.id === id)?.name;

describe('a block that was put in', () => {
  test('is closed and has one port on each side', () => {
    expect(group).toMatchObject({ name: 'Residual block', isClosed: true });
    const { inputs, outputs } = portsOf(inserted, group!);
    expect(inputs.map(({ node, port }) => [nameOf(node), port])).toEqual([['Identity 1', 'x']]);
    expect(outputs.map(nameOf)).toEqual(['ReLU 2']);
  });

  test('is passed over but for what it answers', () => {
    expect(hiddenIn(inserted).size).toBe(8);
    expect([...passedOver(inserted)].map(nameOf)).not.toContain('ReLU 2');
    expect(passedOver(inserted).size).toBe(7);
    const last = inserted.nodes.at(-1)!.id;
    expect(withBlocks(inserted, ['input'])).toEqual(new Set(['input']));
    expect(withBlocks(inserted, [last]).size).toBe(8);
  });

  test('keeps its ports when it is wired, and gets one where something inside is read from outside', () => {
    const [port] = portsOf(inserted, group!).inputs;
    const wired = applyEdit(inserted, { kind: 'connect', from: { node: 'input', port: 'y' }, to: port! });
    expect(portsOf(wired, group!).inputs).toEqual([port]);
    expect(inferShapes(wired).problems).toEqual([]);
    const conv = wired.nodes.find(({ kind }) => kind === 'Conv2d')!.id;
    const more: readonly Edit[] = [
      { kind: 'add-node', layer: 'Output', position: { x: 0, y: 0 }, id: 'output' },
      { kind: 'connect', from: { node: conv, port: 'y' }, to: { node: 'output', port: 'x' } },
    ];
    expect(portsOf(more.reduce(applyEdit, wired), group!).outputs.map(nameOf)).toEqual([
      'Conv2d 1',
      'ReLU 2',
    ]);
  });

  test('opens, closes and is the same after saving', () => {
    const close = (document: Document, value: boolean) =>
      applyEdit(document, { kind: 'set-closed', group: group!.id, value });
    const open = close(inserted, false);
    expect(open.groups[0]).not.toHaveProperty('isClosed');
    expect(hiddenIn(open).size).toBe(0);
    expect(close(open, false)).toBe(open);
    expect(close(open, true)).toEqual(inserted);
    expect(decodeDocument(encodeDocument(inserted), 'block.loom')).toMatchObject({ groups: inserted.groups });
  });
});
