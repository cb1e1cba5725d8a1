/** Closed groups: their ports, what they hide, and that closing one changes no number. */
import { describe, expect, test } from 'vitest';
import { bundledBlocks } from './blocks';
import { emptyDocument, type Document } from './document';
import { layers } from '../layers/index';
import { applyEdit, type Edit } from './edits';
import { copyNodes } from './paste';
import { decodeDocument, encodeDocument } from './file-format';
import { cutOut } from './cut-out';
import {
  drawnWith,
  groupsAround,
  heldIn,
  hiddenIn,
  nestingOf,
  passedOver,
  portsOf,
  withBlocks,
} from './groups';
import { attentionEdits } from './testing-edits';
import { wiringFault } from './wiring';
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

  test('has one port for what it reads more than once, and the wires to it are as one', () => {
    const wires = ['a', 'b'].map((port): Edit => ({
      ...{ kind: 'connect', from: { node: 'input', port: 'y' }, to: { node: 'add-1', port } },
    }));
    const reading: readonly Edit[] = [
      { kind: 'add-node', layer: 'Input', position: { x: 0, y: 0 }, id: 'input' },
      { kind: 'add-node', layer: 'Add', position: { x: 200, y: 0 } },
      { kind: 'add-node', layer: 'ReLU', position: { x: 400, y: 0 } },
      ...wires,
      { kind: 'connect', from: { node: 'input', port: 'y' }, to: { node: 'relu-1', port: 'x' } },
      { kind: 'group', nodes: ['add-1', 'relu-1'] },
    ];
    const open = reading.reduce(applyEdit, emptyDocument);
    expect(drawnWith(open, open.edges[0]!)).toEqual([open.edges[0]]);
    const closed = applyEdit(open, { kind: 'set-closed', group: 'group-1', value: true });
    expect(portsOf(closed, closed.groups[0]!).inputs).toEqual([{ node: 'add-1', port: 'a' }]);
    expect(drawnWith(closed, closed.edges[2]!)).toEqual(closed.edges);
    const added = applyEdit(closed, { kind: 'add-node', layer: 'Tanh', position: { x: 100, y: 0 } });
    const edge = closed.edges[0]!.id;
    const between = applyEdit(added, { kind: 'insert-on-edge', edge, node: 'tanh-1' });
    expect(between.edges.map(({ from, to }) => `${from.node} ${to.node}.${to.port}`)).toEqual([
      'input tanh-1.x',
      'tanh-1 add-1.a',
      'tanh-1 add-1.b',
      'tanh-1 relu-1.x',
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

describe('groups in groups', () => {
  const chain = (count: number): Document =>
    Array.from({ length: count }, (_, at): Edit => ({
      ...{ kind: 'add-node', layer: 'ReLU', position: { x: at * 200, y: 0 } },
    })).reduce(applyEdit, emptyDocument);
  const relus = (...numbers: number[]) => numbers.map((number) => `relu-${number}`);
  const grouped = (document: Document, ...groups: number[][]): Document =>
    groups.reduce(
      (before, numbers) => applyEdit(before, { kind: 'group', nodes: relus(...numbers) }),
      document,
    );
  const close = (document: Document, id: string, value: boolean): Document =>
    applyEdit(document, { kind: 'set-closed', group: id, value });
  const shownIn = (document: Document) =>
    nestingOf(document).shown.map(({ id, isClosed = false }) => `${id}${isClosed ? ' closed' : ''}`);
  const nested = grouped(chain(6), [2, 3], [1, 2, 3, 4]);

  test('are made around those that are there, and within them', () => {
    expect(nested.groups.map(({ nodes }) => nodes)).toEqual([relus(1, 2, 3, 4), relus(2, 3)]);
    const within = grouped(nested, [3]);
    const names = groupsAround(nestingOf(within), 'relu-3').map(({ name }) => name);
    expect(names).toEqual(['Group 3', 'Group 1', 'Group 2']);
    expect(wiringFault(within.nodes, within.edges, within.groups)).toBeUndefined();
  });

  test('are called as no node is, pasted ones, too', () => {
    const [first, ...others] = nested.nodes;
    const named = { ...chain(6), nodes: [{ ...first!, id: 'group-1' }, ...others] };
    const framed = applyEdit(named, { kind: 'group', nodes: ['group-1', 'relu-2'] });
    expect(framed.groups.map(({ id }) => id)).toEqual(['group-2']);
    const content = copyNodes(framed, framed.groups[0]!.nodes);
    const pasted = applyEdit(framed, { kind: 'paste', content, offset: { x: 0, y: 300 } });
    expect(wiringFault(pasted.nodes, pasted.edges, pasted.groups)).toBeUndefined();
  });

  test('hold a group of the same nodes where they are made later', () => {
    const twice = grouped(nested, [2, 3]);
    expect(groupsAround(nestingOf(twice), 'relu-2').map(({ id }) => id)).toEqual([
      'group-1',
      'group-3',
      'group-2',
    ]);
  });

  test('stay in and around one another where edits leave both the same nodes', () => {
    const around = (document: Document) =>
      groupsAround(nestingOf(document), 'relu-2').map(({ name }) => name);
    expect(around(nested)).toEqual(['Group 1', 'Group 2']);
    const removed = applyEdit(nested, { kind: 'remove', nodes: relus(1, 4), edges: [] });
    expect(around(removed)).toEqual(['Group 1', 'Group 2']);
    expect(around(grouped(nested, [1, 4, 5]))).toEqual(['Group 1', 'Group 2']);
  });

  test('lose what a group takes that lies across them, and stay whole', () => {
    const across = grouped(nested, [3, 4, 5]);
    expect(across.groups.map(({ nodes }) => nodes)).toEqual([relus(1, 2), relus(2), relus(3, 4, 5)]);
    expect(wiringFault(across.nodes, across.edges, across.groups)).toBeUndefined();
  });

  test('are hidden by the outermost that is closed, and closed with it', () => {
    const closed = close(nested, 'group-2', true);
    expect(shownIn(closed)).toEqual(['group-2 closed']);
    expect(new Set([...hiddenIn(closed).values()].map(({ id }) => id))).toEqual(new Set(['group-2']));
    expect(withBlocks(closed, relus(2)).size).toBe(4);
    const opened = close(closed, 'group-2', false);
    expect(shownIn(opened)).toEqual(['group-2', 'group-1 closed']);
    expect(passedOver(opened)).toEqual(new Set());
    expect(withBlocks(opened, relus(1, 2))).toEqual(new Set(relus(1, 2, 3)));
  });

  test('go with what they are in: taken apart, removed, copied and pasted', () => {
    expect(applyEdit(nested, { kind: 'ungroup', group: 'group-2' }).groups).toEqual([nested.groups[1]]);
    const left = applyEdit(nested, { kind: 'remove', nodes: relus(2, 3, 4), edges: [] });
    expect(left.groups.map(({ nodes }) => nodes)).toEqual([relus(1)]);
    const content = copyNodes(nested, relus(1, 2, 3, 4));
    const pasted = applyEdit(nested, { kind: 'paste', content, offset: { x: 0, y: 300 } });
    expect(pasted.groups.map(({ id, nodes }) => [id, nodes])).toEqual([
      ['group-2', relus(1, 2, 3, 4)],
      ['group-1', relus(2, 3)],
      ['group-3', relus(7, 8, 9, 10)],
      ['group-4', relus(8, 9)],
    ]);
    const part = cutOut(wiredIn(nested), inferShapes(wiredIn(nested)), new Set(relus(1, 2, 3, 4)));
    expect(part).toMatchObject({ groups: nested.groups });
  });

  test('take in the parts of a layer in them that is taken apart', () => {
    const edits: readonly Edit[] = [
      ...attentionEdits,
      { kind: 'group', nodes: ['attention'] },
      { kind: 'group', nodes: ['input', 'attention'] },
      { kind: 'expand', node: 'attention' },
    ];
    const [outer, inner] = edits.reduce(applyEdit, emptyDocument).groups;
    expect(inner!.nodes.length).toBeGreaterThan(4);
    expect(outer!.nodes).toEqual(['input', ...inner!.nodes]);
  });

  test('are as they were after saving, and a file of ten thousand in one another is no trouble', () => {
    expect(decodeDocument(encodeDocument(nested), 'nested.loom')).toMatchObject({ groups: nested.groups });
    const deep: Document = {
      ...chain(2),
      groups: Array.from({ length: 10_000 }, (_, at) => ({
        id: `g-${at}`,
        name: `G ${at}`,
        nodes: relus(1, 2),
      })),
    };
    const opened = decodeDocument(encodeDocument(deep), 'deep.loom');
    expect(opened).toMatchObject({ groups: deep.groups });
    const nesting = nestingOf(deep);
    expect(groupsAround(nesting, 'relu-1')).toHaveLength(10_000);
    expect(shownIn(close(deep, 'g-0', true))).toEqual(['g-0 closed']);
    expect(heldIn(nesting, deep.groups[9000]!)).toHaveLength(1000);
  });

  /** With an input, so that all of it is known. */
  function wiredIn(document: Document): Document {
    const wires = document.nodes.map(({ id }, at): Edit => ({
      kind: 'connect',
      from: { node: document.nodes[at - 1]?.id ?? 'input', port: 'y' },
      to: { node: id, port: 'x' },
    }));
    const input: Edit = { kind: 'add-node', layer: 'Input', position: { x: -200, y: 0 }, id: 'input' };
    return [input, ...wires].reduce(applyEdit, document);
  }
});
