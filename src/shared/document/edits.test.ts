/** Edits: what each does, and what every one of them keeps true. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layers } from '../layers/index';
import type { AttributeValue } from '../layers/attributes';
import { describeProblem, isProblem } from '../messages/problem';
import { edgeLimit, nodeLimit } from '../tensor/file-limits';
import { floatTensor } from '../tensor/tensor';
import { emptyDocument, type Document, type End, type NodeId } from './document';
import { applyEdit, makesCycle, outgrown, type Edit } from './edits';
import { answersHidden, copyNodes, type Fragment } from './paste';
import { decodeDocument, encodeDocument } from './file-format';
import { fitted } from './fitting';

const origin = { x: 0, y: 0 };
const wire = (from: NodeId, to: NodeId, port = 'x'): Edit => ({
  kind: 'connect',
  from: { node: from, port: 'y' },
  to: { node: to, port },
});
const added = (...kinds: string[]): Document =>
  kinds.reduce(
    (document, layer) => applyEdit(document, { kind: 'add-node', layer, position: origin }),
    emptyDocument,
  );
const edited = (document: Document, ...edits: Edit[]): Document => edits.reduce(applyEdit, document);
const ends = ({ edges }: Document) =>
  edges.map(({ from, to }) => `${from.node} ${to.node}.${to.port}`).sort();

describe('one edit', () => {
  test('add-node gives a fresh id, a fresh name and the initial attributes', () => {
    const document = added('Linear', 'Linear');
    expect(document.nodes).toEqual([
      {
        id: 'linear-1',
        kind: 'Linear',
        name: 'Linear 1',
        attributes: { in_features: null, out_features: 4, bias: true },
        position: origin,
      },
      expect.objectContaining({ id: 'linear-2', name: 'Linear 2' }),
    ]);
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

  test('paste keeps the originals and brings wires and numbers of the copied nodes', () => {
    const document = edited(
      added('Input', 'Linear', 'ReLU'),
      wire('input-1', 'linear-1'),
      wire('linear-1', 'relu-1'),
      { kind: 'set-parameter', node: 'linear-1', name: 'bias', value: floatTensor([4], [1, 2, 3, 4]) },
      { kind: 'set-input', node: 'input-1', value: floatTensor([1, 3], [1, 2, 3]) },
    );
    const content = copyNodes(document, ['linear-1', 'relu-1']);
    const pasted = applyEdit(document, { kind: 'paste', content, offset: { x: 5, y: -5 } });
    expect(pasted.nodes.slice(0, 3)).toEqual(document.nodes);
    expect(pasted.nodes.slice(3).map(({ id, name, position }) => [id, name, position])).toEqual([
      ['linear-2', 'Linear 2', { x: 5, y: -5 }],
      ['relu-2', 'ReLU 2', { x: 5, y: -5 }],
    ]);
    expect(ends(pasted)).toEqual([...ends(document), 'linear-2 relu-2.x'].sort());
    expect(pasted.parameters).toEqual({
      ...document.parameters,
      'linear-2': document.parameters['linear-1'],
    });
    expect(pasted.inputs).toEqual(document.inputs);
  });

  test('what comes with a fragment but belongs to none of its nodes is left out', () => {
    const document = edited(added('Input', 'Linear'), wire('input-1', 'linear-1'));
    const stray: Fragment = {
      nodes: document.nodes.slice(1),
      edges: document.edges,
      groups: [],
      parameters: { 'input-1': { weight: floatTensor([1], [9]) } },
      inputs: { 'input-1': floatTensor([1], [9]) },
    };
    const pasted = applyEdit(document, { kind: 'paste', content: stray, offset: origin });
    expect(pasted.edges).toEqual(document.edges);
    expect(pasted.parameters).toEqual({});
    expect(pasted.inputs).toEqual({});
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

const start = added('Input', 'Linear', 'Linear', 'ReLU', 'Add', 'Concat', 'Concat', 'Flatten');
const nodeId = fc.constantFrom(
  ...['input-1', 'linear-1', 'linear-2', 'relu-1', 'add-1', 'concat-1', 'concat-2', 'flatten-1'],
  ...['gone', 'constructor', '__proto__', ''],
);
const nodeIds = fc.uniqueArray(nodeId, { maxLength: 4 });
const position = fc.record({
  x: fc.integer({ min: -900, max: 900 }),
  y: fc.integer({ min: -900, max: 900 }),
});
// Most layers have one input, so most wires go to `x`.
const port = fc.constantFrom(...new Array<string>(10).fill('x'), 'a', 'b', 'x1', 'x2', 'x3');
const tensor = fc
  .uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 2 })
  .map((shape) =>
    floatTensor(shape, new Float32Array(shape.reduce((size, length) => size * length, 1)).fill(0.5)),
  );
const attributeName = fc.constantFrom(
  'out_features',
  'bias',
  'tensors',
  'dim',
  'shape',
  'start_dim',
  '__proto__',
  'nope',
);
const attributeValue: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.integer({ min: -3, max: 6 }),
  fc.boolean(),
  fc.constantFrom(null, Number.NaN, Infinity, 1e300, 0.5),
  fc.array(fc.integer({ min: -1, max: 5 }), { maxLength: 4 }),
);
const name = fc.constantFrom(
  'Linear 1',
  'ReLU 1',
  'Concat 2',
  '',
  '  ',
  'Bend',
  'linear_1',
  'a'.repeat(300),
  '🙂',
  '{name}',
);
const edgeIdOf = fc
  .record({ from: nodeId, to: nodeId, port })
  .map(({ from, to, port: at }) => `${from}.y-${to}.${at}`);

const plainEdit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('add-node' as const),
      layer: fc.constantFrom('Input', 'Linear', 'ReLU', 'Add', 'Concat', 'Flatten', 'Teleport'),
      position,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('add-node' as const),
      layer: fc.constant('ReLU'),
      position,
      id: fc.constantFrom('relu-1', 'mine', 'linear-1'),
    }),
  },
  {
    weight: 24,
    arbitrary: fc.record({
      kind: fc.constant('connect' as const),
      from: fc.record({ node: nodeId, port: fc.constant('y') }),
      to: fc.record<End>({ node: nodeId, port }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('remove' as const),
      nodes: nodeIds,
      edges: fc.uniqueArray(edgeIdOf, { maxLength: 2 }),
    }),
  },
  fc.record({ kind: fc.constant('move' as const), positions: fc.dictionary(nodeId, position) }),
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('insert-on-edge' as const), edge: edgeIdOf, node: nodeId }),
  },
  fc.record({ kind: fc.constant('rename' as const), node: nodeId, name }),
  fc.record({ kind: fc.constant('retitle' as const), title: name }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('set-attribute' as const),
      node: nodeId,
      name: attributeName,
      value: attributeValue,
    }),
  },
  fc.record({
    kind: fc.constant('set-parameter' as const),
    node: nodeId,
    name: fc.constantFrom('weight', 'bias'),
    value: tensor,
  }),
  fc.record({ kind: fc.constant('set-input' as const), node: nodeId, value: tensor }),
  fc.record({ kind: fc.constant('set-bypassed' as const), nodes: nodeIds, value: fc.boolean() }),
  fc.record({ kind: fc.constant('set-collapsed' as const), nodes: nodeIds, value: fc.boolean() }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('group' as const), nodes: nodeIds }) },
  fc.record({ kind: fc.constant('ungroup' as const), group: fc.constantFrom('group-1', 'group-2') }),
);

/** A paste takes what is there when its turn comes. */
type Step = Edit | { readonly kind: 'copy'; readonly nodes: readonly NodeId[] };
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: plainEdit },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('copy' as const), nodes: nodeIds }) },
    {
      weight: 1,
      arbitrary: fc.array(plainEdit, { maxLength: 4 }).map((edits): Edit => ({ kind: 'all', edits })),
    },
  ),
  { minLength: 5, maxLength: 40 },
);
const editOf = (step: Step, document: Document): Edit =>
  step.kind === 'copy'
    ? { kind: 'paste', content: copyNodes(document, step.nodes), offset: { x: 10, y: 10 } }
    : step;

const after = (list: readonly Step[]): Document =>
  list.reduce((before, step) => applyEdit(before, editOf(step, before)), start);

describe('any edits', () => {
  test('keep every rule of a document and leave earlier documents as they were', () => {
    let wires = 0;
    fc.assert(
      fc.property(steps, (list) => {
        let document = start;
        for (const step of list) {
          const edit = editOf(step, document);
          const before = structuredClone(document);
          const next = applyEdit(document, edit);
          expect(isDeepStrictEqual(structuredClone(document), before)).toBe(true);
          expect(brokenRule(next), JSON.stringify(edit)).toBeUndefined();
          if (next !== document && !isNewByNature(edit)) {
            expect(isDeepStrictEqual(next, document), `${edit.kind} changed nothing`).toBe(false);
          }
          document = next;
        }
        wires += document.edges.length;
      }),
      { seed: 3, numRuns: 200 },
    );
    expect(wires).toBeGreaterThan(100);
  });

  test('make documents that can be saved and opened again', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const document = after(list);
        const opened = decodeDocument(encodeDocument(document), 'a.loom');
        expect(opened).toEqual({ ...document, ...fitted(document) });
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  test('paste anywhere keeps what was there', () => {
    fc.assert(
      fc.property(steps, nodeIds, (list, copied) => {
        const document = after(list);
        const content = copyNodes(document, copied);
        const pasted = applyEdit(document, { kind: 'paste', content, offset: origin });
        expect(pasted.nodes.slice(0, document.nodes.length)).toEqual(document.nodes);
        expect(pasted.edges.slice(0, document.edges.length)).toEqual(document.edges);
        expect(pasted.parameters).toMatchObject(document.parameters);
        expect(pasted.nodes.length).toBe(document.nodes.length + content.nodes.length);
        expect(pasted.edges.length).toBe(document.edges.length + content.edges.length);
      }),
      { seed: 5, numRuns: 150 },
    );
  });
});

test('makesCycle agrees with following every path', () => {
  const digit = fc.integer({ min: 0, max: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(digit, digit), { maxLength: 12 }), digit, digit, (pairs, from, to) => {
      const edges = pairs.map(([a, b], at) => ({
        id: String(at),
        from: { node: `n${a}`, port: 'y' },
        to: { node: `n${b}`, port: 'x' },
      }));
      const reaches = (start: number, steps: number): boolean =>
        start === from || (steps > 0 && pairs.some(([a, b]) => a === start && reaches(b, steps - 1)));
      expect(makesCycle({ edges }, `n${from}`, `n${to}`)).toBe(reaches(to, 6));
    }),
    { seed: 6, numRuns: 300 },
  );
});

/** Tensors are compared by identity, a new group has a new name, and edits may undo each other. */
function isNewByNature({ kind }: Edit): boolean {
  return ['all', 'group', 'set-parameter', 'set-input'].includes(kind);
}

/** The first rule of a document that does not hold. */
function brokenRule({ nodes, edges, groups, parameters, inputs, title }: Document): string | undefined {
  const ids = new Set(nodes.map(({ id }) => id));
  const isUnique = (list: readonly string[]) => new Set(list).size === list.length;
  const rules: Record<string, boolean> = {
    'unique ids': ids.size === nodes.length,
    'unique names': isUnique(nodes.map((node) => node.name)),
    'names that can be read': nodes.every((node) => node.name.trim() === node.name && node.name !== ''),
    'a title': title !== '',
    'attributes the layer takes': nodes.every(({ kind, attributes }) =>
      Object.entries(layers.get(kind)?.attributes ?? {}).every(
        ([key, field]) => key in attributes && !isProblem(field.check(key, attributes[key])),
      ),
    ),
    'whole wires': edges.every(({ from, to }) => ids.has(from.node) && ids.has(to.node)),
    'one wire an input': isUnique(edges.map(({ to }) => `${to.node} ${to.port}`)),
    'unique wires': isUnique(edges.map(({ id }) => id)),
    'no loops': !hasLoop(
      nodes.map(({ id }) => id),
      edges.map(({ from, to }) => [from.node, to.node] as const),
    ),
    'parameters of nodes': Object.keys(parameters).every((id) => ids.has(id)),
    'inputs of nodes': Object.keys(inputs).every((id) => ids.has(id)),
    'groups of nodes': groups.every(
      (group) => group.nodes.every((id) => ids.has(id)) && isUnique(group.nodes),
    ),
    'groups within one another or apart': groups.every((one) =>
      groups.every((other) => {
        const shared = one.nodes.filter((id) => other.nodes.includes(id)).length;
        return shared === 0 || shared === Math.min(one.nodes.length, other.nodes.length);
      }),
    ),
    'no empty groups': groups.every((group) => group.nodes.length > 0),
    'unique groups': isUnique(groups.map(({ id }) => id)),
  };
  return Object.keys(rules).find((rule) => !rules[rule]);
}

/** Takes away nodes that nothing leads to until none is left, or only loops are. */
function hasLoop(ids: readonly NodeId[], wires: readonly (readonly [NodeId, NodeId])[]): boolean {
  const free = ids.filter((id) => !wires.some(([, to]) => to === id));
  if (free.length === 0) return ids.length > 0;
  return hasLoop(
    ids.filter((id) => !free.includes(id)),
    wires.filter(([from]) => !free.includes(from)),
  );
}

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

test('of networks put beside each other, what a mark of the other keeps from being an answer is known', () => {
  const plain = edited(added('Input', 'ReLU'), wire('input-1', 'relu-1'));
  const marked = edited(
    added('Input', 'Tanh', 'Output'),
    wire('input-1', 'tanh-1'),
    wire('tanh-1', 'output-1'),
  );
  const both = (one: Document, other: Document) => {
    const joined = applyEdit(one, { kind: 'paste', content: other, offset: origin });
    return answersHidden(one, other, joined);
  };
  expect(both(plain, marked)).toEqual(['ReLU 1']);
  expect(both(marked, plain)).toEqual(['ReLU 1']);
  expect(both(plain, plain)).toEqual([]);
  expect(both(marked, marked)).toEqual([]);
});
