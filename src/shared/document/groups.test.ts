/** Closed groups: their ports, what they hide, and that closing one changes no number. */
import { describe, expect, test } from 'vitest';
import { bundledBlocks } from './blocks';
import { emptyDocument, type Document } from './document';
import { layers } from '../layers/index';
import { applyEdit, type Edit } from './edits';
import { copyNodes } from './paste';
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
    expect(outputs.map(({ node, port }) => [nameOf(node), port])).toEqual([['ReLU 2', 'y']]);
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
    expect(portsOf(more.reduce(applyEdit, wired), group!).outputs.map(({ node }) => nameOf(node))).toEqual([
      'Conv2d 1',
      'ReLU 2',
    ]);
  });

  test('has every attribute its layers have', () => {
    for (const { kind, attributes } of inserted.nodes)
      expect(Object.keys(attributes)).toEqual(Object.keys(layers.get(kind)!.attributes));
  });

  test('is copied as the block it is', () => {
    const copy = copyNodes(inserted, group!.nodes);
    const { groups, nodes } = applyEdit(inserted, { kind: 'paste', content: copy, offset: { x: 0, y: 300 } });
    expect(groups.map(({ name, isClosed }) => [name, isClosed])).toEqual([
      ['Residual block', true],
      ['Residual block', true],
    ]);
    expect(new Set(groups.flatMap((each) => each.nodes)).size).toBe(nodes.length - 1);
  });

  test('pushes aside what it would cover when it opens, closed blocks as a whole', () => {
    const beside = applyEdit(inserted, { kind: 'insert-block', ...block, position: { x: 1000, y: 0 } });
    const [, second] = beside.groups;
    const opened = applyEdit(beside, { kind: 'set-closed', group: group!.id, value: false });
    const placesIn = (document: Document) =>
      document.nodes.filter(({ id }) => second!.nodes.includes(id)).map(({ position }) => position.x);
    const moved = placesIn(opened).map((x, at) => x - placesIn(beside)[at]!);
    expect(moved[0]).toBeGreaterThan(0);
    expect(new Set(moved).size).toBe(1);
    const again = applyEdit(opened, { kind: 'set-closed', group: group!.id, value: true });
    expect(applyEdit(again, { kind: 'set-closed', group: group!.id, value: false })).toEqual(opened);
  });

  test('moves what stands below it down when it opens, and leaves what stands before it', () => {
    const around: readonly Edit[] = [
      { kind: 'add-node', layer: 'ReLU', position: { x: 500, y: 0 }, id: 'before' },
      { kind: 'add-node', layer: 'ReLU', position: { x: 700, y: 200 }, id: 'below' },
      { kind: 'add-node', layer: 'ReLU', position: { x: 1100, y: 0 }, id: 'after' },
    ];
    const row = around.reduce(applyEdit, inserted);
    const opened = applyEdit(row, { kind: 'set-closed', group: group!.id, value: false });
    const placeOf = (id: string) => opened.nodes.find((node) => node.id === id)!.position;
    const inside = opened.nodes.filter(({ id }) => group!.nodes.includes(id)).map(({ position }) => position);
    expect(placeOf('before')).toEqual({ x: 500, y: 0 });
    expect(placeOf('below').x).toBe(700);
    expect(placeOf('below').y).toBeGreaterThan(Math.max(...inside.map(({ y }) => y)));
    expect(placeOf('after').x).toBeGreaterThan(Math.max(...inside.map(({ x }) => x)));
    expect(placeOf('after').y).toBe(0);
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
