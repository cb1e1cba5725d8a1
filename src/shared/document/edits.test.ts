/** Each edit: what it does, and what it passes over. */
import { describe, expect, test } from 'vitest';
import type { AttributeValue } from '../layers/attributes';
import { describeProblem } from '../messages/problem';
import { edgeLimit, nodeLimit } from '../tensor/file-limits';
import { floatTensor } from '../tensor/tensor';
import { emptyDocument, type Document } from './document';
import { applyEdit, outgrown, type Edit } from './edits';
import { copyNodes } from './paste';
import { added, edited, ends, origin, wire } from './testing-edits';

describe('one edit', () => {
  test('add-node gives a fresh id, a fresh name and the initial attributes', () => {
    const document = added('Linear', 'Linear');
    expect(document.nodes).toEqual([
      {
        id: 'linear-1',
        kind: 'Linear',
        name: 'Linear 1',
        attributes: { in_features: null, out_features: 4, bias: true },
      },
      expect.objectContaining({ id: 'linear-2', name: 'Linear 2' }),
    ]);
    expect(document.places.get('linear-1')).toEqual(origin);
    const again: Edit = { kind: 'add-node', layer: 'ReLU', position: origin, id: 'linear-1' };
    expect(applyEdit(document, again)).toBe(document);
    expect(applyEdit(document, { kind: 'add-node', layer: 'Teleport', position: origin })).toBe(document);
  });

  test('connect replaces the wire at an input, and refuses loops', () => {
    const document = edited(
      added('Input', 'ReLU', 'Tanh'),
      wire('input-1', 'relu-1'),
      wire('relu-1', 'tanh-1'),
    );
    expect(ends(applyEdit(document, wire('input-1', 'tanh-1')))).toEqual([
      'input-1 relu-1.x',
      'input-1 tanh-1.x',
    ]);
    expect(applyEdit(document, wire('tanh-1', 'relu-1'))).toBe(document);
    expect(applyEdit(document, wire('relu-1', 'relu-1'))).toBe(document);
    expect(applyEdit(document, wire('input-1', 'gone'))).toBe(document);
  });

  test('remove takes wires, group membership and numbers along', () => {
    const document = edited(
      added('Input', 'Linear', 'ReLU'),
      wire('input-1', 'linear-1'),
      wire('linear-1', 'relu-1'),
      { kind: 'set-parameter', node: 'linear-1', name: 'bias', value: floatTensor([4], [1, 2, 3, 4]) },
      { kind: 'set-input', node: 'input-1', value: floatTensor([1, 3], [1, 2, 3]) },
      { kind: 'group', nodes: ['linear-1', 'input-1'] },
    );
    const left = applyEdit(document, { kind: 'remove', nodes: ['linear-1'], edges: [] });
    expect(left.nodes.map(({ id }) => id)).toEqual(['input-1', 'relu-1']);
    expect(left.edges).toEqual([]);
    expect(left.parameters).toEqual({});
    expect(Object.keys(left.inputs)).toEqual(['input-1']);
    expect(left.groups.map(({ nodes }) => nodes)).toEqual([['input-1']]);
    expect(applyEdit(left, { kind: 'remove', nodes: ['input-1'], edges: [] }).groups).toEqual([]);
  });

  test('insert-on-edge puts a node between two, or leaves the wire as it is', () => {
    const document = edited(
      added('Input', 'Linear', 'ReLU', 'Tanh'),
      wire('input-1', 'linear-1'),
      wire('linear-1', 'relu-1'),
    );
    const [edge] = document.edges;
    const between = applyEdit(document, { kind: 'insert-on-edge', edge: edge!.id, node: 'tanh-1' });
    expect(ends(between)).toEqual(['input-1 tanh-1.x', 'linear-1 relu-1.x', 'tanh-1 linear-1.x']);
    for (const node of ['relu-1', 'linear-1', 'input-1', 'gone']) {
      expect(applyEdit(document, { kind: 'insert-on-edge', edge: edge!.id, node }), node).toBe(document);
    }
  });

  test('rename trims, keeps names unique and is never empty', () => {
    const document = added('ReLU', 'ReLU');
    const rename = (name: string) => applyEdit(document, { kind: 'rename', node: 'relu-1', name });
    expect(rename('  Bend ').nodes[0]?.name).toBe('Bend');
    for (const name of ['ReLU 2', ' ReLU 2 ', '', '   ', 'ReLU 1']) expect(rename(name), name).toBe(document);
  });

  test('set-attribute takes what the layer takes and passes over the rest', () => {
    const document = added('Linear');
    const set = (name: string, value: AttributeValue) =>
      applyEdit(document, { kind: 'set-attribute', node: 'linear-1', name, value });
    expect(set('out_features', 7).nodes[0]?.attributes).toEqual({
      in_features: null,
      out_features: 7,
      bias: true,
    });
    expect(set('out_features', 4)).toBe(document);
    for (const value of [0, 1.5, Number.NaN, true, null, [1]])
      expect(set('out_features', value)).toBe(document);
    for (const name of ['colour', '__proto__', 'constructor']) expect(set(name, 1), name).toBe(document);
  });

  test('a group takes its nodes out of those it lies across', () => {
    const document = edited(added('ReLU', 'ReLU', 'ReLU'), {
      kind: 'group',
      nodes: ['relu-1', 'relu-2', 'relu-2', 'gone'],
    });
    expect(document.groups).toEqual([{ id: 'group-1', name: 'Group 1', nodes: ['relu-1', 'relu-2'] }]);
    const regrouped = applyEdit(document, { kind: 'group', nodes: ['relu-2', 'relu-3'] });
    expect(regrouped.groups.map(({ nodes }) => nodes)).toEqual([['relu-1'], ['relu-2', 'relu-3']]);
    expect(applyEdit(document, { kind: 'group', nodes: ['gone'] })).toBe(document);
    expect(applyEdit(document, { kind: 'ungroup', group: 'group-1' }).groups).toEqual([]);
  });

  test('bypass and collapse can be set and lifted again', () => {
    const document = added('ReLU');
    for (const kind of ['set-bypassed', 'set-collapsed'] as const) {
      const set = applyEdit(document, { kind, nodes: ['relu-1'], value: true });
      expect(set).not.toEqual(document);
      expect(applyEdit(set, { kind, nodes: ['relu-1'], value: false })).toEqual(document);
      expect(applyEdit(document, { kind, nodes: ['relu-1'], value: false })).toBe(document);
    }
  });

  test('all applies its edits in order', () => {
    const edits: Edit[] = [
      { kind: 'add-node', layer: 'Input', position: origin },
      { kind: 'add-node', layer: 'ReLU', position: origin },
      wire('input-1', 'relu-1'),
    ];
    expect(applyEdit(emptyDocument, { kind: 'all', edits })).toEqual(edited(emptyDocument, ...edits));
    expect(applyEdit(emptyDocument, { kind: 'all', edits: [] })).toBe(emptyDocument);
  });
});

test('a network that grows beyond what a file holds is told from one that does not', () => {
  const add = { kind: 'add-node', layer: 'ReLU', position: origin } as const;
  const some = Array.from({ length: 50 }).reduce<Document>((grown) => applyEdit(grown, add), emptyDocument);
  const content = copyNodes(
    some,
    some.nodes.map(({ id }) => id),
  );
  const paste = { kind: 'paste', content, offset: origin } as const;
  const [plain] = some.nodes;
  const nodes = Array.from({ length: nodeLimit }, (_, at) => ({ ...plain!, id: `n-${at}`, name: `n ${at}` }));
  const many: Document = { ...emptyDocument, nodes };
  expect(outgrown(emptyDocument, many)).toBeUndefined();
  for (const edit of [add, paste, { kind: 'all', edits: [add, paste] } as const]) {
    const found = outgrown(many, applyEdit(many, edit));
    expect(found && describeProblem(found)).toMatch(
      /up to 10000 layers, and this would make 100\d\d\. Delete some/,
    );
  }
  const larger = applyEdit(many, add);
  const move = { kind: 'move', positions: { [larger.nodes[0]?.id ?? '']: { x: 9, y: 9 } } } as const;
  expect(outgrown(larger, applyEdit(larger, move))).toBeUndefined();
  const aWire = { id: 'w', from: { node: 'a', port: 'y' }, to: { node: 'b', port: 'x' } };
  const wired = { ...many, edges: Array.from({ length: edgeLimit + 1 }, () => aWire) };
  const found = outgrown(many, wired);
  expect(found && describeProblem(found)).toMatch(/up to 20000 wires, and this would make 20001/);
});
