/** What every edit keeps true, whichever are made one after another. */
import { inspect, isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layers } from '../layers/index';
import type { AttributeValue } from '../layers/attributes';
import { isProblem } from '../messages/problem';
import { floatTensor } from '../tensor/tensor';
import { canvasColours, noteLimits, type Document, type End, type NodeId } from './document';
import { makesCycle } from './connect';
import { applyEdit, type Edit } from './edits';
import { copyNodes } from './paste';
import { decodeDocument, encodeDocument } from './file-format';
import { fitted } from './fitting';
import { inferShapes, type Inference } from './infer';
import { added, origin } from './testing-edits';

const start = added('Input', 'Linear', 'Linear', 'ReLU', 'Add', 'Concat', 'Concat', 'Flatten');
const nodeId = fc.constantFrom(
  ...['input-1', 'linear-1', 'linear-2', 'relu-1', 'add-1', 'concat-1', 'concat-2', 'flatten-1'],
  ...['gone', 'constructor', '__proto__', ''],
);
const nodeIds = fc.uniqueArray(nodeId, { maxLength: 4 });
const noteId = fc.constantFrom('note-1', 'note-2', 'n', 'gone', '__proto__');
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
  fc.record({
    kind: fc.constant('move' as const),
    positions: fc.dictionary(fc.oneof(nodeId, noteId), position),
  }),
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
  fc.record({ kind: fc.constant('set-locked' as const), nodes: nodeIds, value: fc.boolean() }),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('replace' as const),
      node: nodeId,
      layer: fc.constantFrom('ReLU', 'Linear', 'Add', 'Concat', 'Conv2d', 'Chunk', 'Input', 'Teleport'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('reroute' as const),
      edge: edgeIdOf,
      side: fc.constantFrom('from' as const, 'to' as const),
      end: fc.record({ node: nodeId, port: fc.oneof(port, fc.constant('y')) }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('add-note' as const),
      position,
      id: fc.constantFrom('note-1', 'linear-1', 'n'),
    }),
  },
  fc.record({ kind: fc.constant('add-note' as const), position }),
  fc.record({
    kind: fc.constant('set-note' as const),
    note: noteId,
    change: fc.record(
      {
        text: fc.constantFrom('', '**bold**', '<b>', 'a'.repeat(20_000)),
        width: fc.constantFrom(-1, 60, 333.3, 1e9),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    kind: fc.constant('set-colour' as const),
    ids: fc.uniqueArray(fc.oneof(noteId, fc.constantFrom('group-1', 'group-2')), { maxLength: 3 }),
    colour: fc.constantFrom(undefined, ...canvasColours),
  }),
  fc.record({
    kind: fc.constant('remove' as const),
    nodes: fc.constant([]),
    edges: fc.constant([]),
    notes: fc.uniqueArray(noteId, { maxLength: 2 }),
  }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('group' as const), nodes: nodeIds }) },
  fc.record({ kind: fc.constant('ungroup' as const), group: fc.constantFrom('group-1', 'group-2') }),
);

/** Of functions, which are made anew each time, their names alone. */
const written = ({ nodes }: Inference): string[] =>
  [...nodes.values()].map((each) => inspect(each, { depth: null, maxArrayLength: null }));

/** A paste takes what is there when its turn comes. */
type Step = Edit | { readonly kind: 'copy'; readonly nodes: readonly NodeId[] };
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: plainEdit },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('copy' as const),
        nodes: fc.uniqueArray(fc.oneof(nodeId, noteId), { maxLength: 4 }),
      }),
    },
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

  test('are inferred from what was inferred before as they would be alone', () => {
    let kept = 0;
    fc.assert(
      fc.property(steps, (list) => {
        let document = start;
        let inference = inferShapes(document);
        for (const step of list) {
          document = applyEdit(document, editOf(step, document));
          const before = inference;
          inference = inferShapes(document, 'eval', before);
          const alone = inferShapes(document);
          expect(written(inference)).toEqual(written(alone));
          expect(inference.problems).toEqual(alone.problems);
          kept += [...inference.nodes].filter(([id, each]) => before.nodes.get(id) === each).length;
        }
      }),
      { seed: 8, numRuns: 150 },
    );
    expect(kept).toBeGreaterThan(10_000);
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
function brokenRule({
  nodes,
  edges,
  groups,
  notes = [],
  parameters,
  inputs,
  title,
}: Document): string | undefined {
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
    'ids of one thing each': isUnique([...ids, ...[...groups, ...notes].map(({ id }) => id)]),
    'notes that a file holds': notes.every(
      ({ text, width, height }) => text.length <= noteLimits.letters && width >= 60 && height <= 4000,
    ),
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
