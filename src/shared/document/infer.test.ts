/** Shapes and problems of documents, finished, half-built and broken. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Attributes } from '../layers/attributes';
import { layers } from '../layers/index';
import { describeProblem } from '../messages/problem';
import type { Edge, Node } from './document';
import { inferShapes, orderNodes, type Structure } from './infer';

const node = (id: string, kind: string, attributes: Attributes = {}, more: Partial<Node> = {}): Node => ({
  id,
  kind,
  name: id,
  attributes,
  ...more,
});
const edge = (from: string, to: string, port = 'x'): Edge => ({
  id: `${from}-${to}.${port}`,
  from: { node: from, port: 'y' },
  to: { node: to, port },
});
const sentences = (structure: Structure) => inferShapes(structure).problems.map(describeProblem);
const shapeOf = (structure: Structure, id: string) =>
  inferShapes(structure).nodes.get(id)?.emission?.output.shape;

const input = node('In', 'Input', { shape: [2, 3, 4] });
const linear = (attributes: Attributes = {}) =>
  node('Lin', 'Linear', { in_features: null, out_features: 5, bias: true, ...attributes });

describe('shapes', () => {
  test('follow the wires, whatever the order of the nodes', () => {
    const flatten = node('Flat', 'Flatten', { start_dim: 1, end_dim: -1 });
    const nodes = [linear(), flatten, input];
    const edges = [edge('Flat', 'Lin'), edge('In', 'Flat')];
    expect(orderNodes({ nodes, edges }).map(({ id }) => id)).toEqual(['In', 'Flat', 'Lin']);
    expect(shapeOf({ nodes, edges }, 'Flat')).toEqual([2, 12]);
    expect(shapeOf({ nodes, edges }, 'Lin')).toEqual([2, 5]);
    const parameters = inferShapes({ nodes, edges }).nodes.get('Lin')?.emission?.parameters;
    expect(parameters?.map(({ value, shape }) => [value, shape])).toEqual([
      ['lin.weight', [5, 12]],
      ['lin.bias', [5]],
    ]);
  });

  test('pass a bypassed node unchanged, its first input alone', () => {
    const add = node('Sum', 'Add', {}, { isBypassed: true });
    expect(shapeOf({ nodes: [input, add], edges: [edge('In', 'Sum', 'a')] }, 'Sum')).toEqual([2, 3, 4]);
    const bypassed = { ...linear({ in_features: 99 }), isBypassed: true };
    expect(shapeOf({ nodes: [input, bypassed], edges: [edge('In', 'Lin')] }, 'Lin')).toEqual([2, 3, 4]);
    expect(shapeOf({ nodes: [{ ...input, isBypassed: true }], edges: [] }, 'In')).toEqual([2, 3, 4]);
  });

  test('have names of their own, however alike the nodes are called', () => {
    const names = ['Linear 1', 'linear-1', 'LINEAR_1', 'linear 1 2', '1', '', '日本', '__proto__'];
    const nodes = names.map((name, at) => ({ ...node(`n${at}`, 'Input', { shape: [1] }), name }));
    const values = [...inferShapes({ nodes, edges: [] }).nodes.values()].map(
      ({ emission }) => emission?.output.name,
    );
    expect(new Set(values).size).toBe(names.length);
    for (const value of values) expect(value).toMatch(/^[a-z][a-z0-9_]*$/);
  });
});

test('a node after a broken one waits for it, and only the broken one is listed', () => {
  const { nodes, problems } = inferShapes({
    nodes: [input, node('A', 'ReLU'), node('B', 'ReLU')],
    edges: [edge('A', 'B')],
  });
  expect(problems.map(({ node: id }) => id)).toEqual(['A']);
  const waiting = nodes.get('B')?.problem;
  expect(waiting && describeProblem(waiting)).toMatch(/^B waits for A/);
});

describe('problems say what, where and the repair', () => {
  test.each<[string, Structure, RegExp]>([
    ['nothing', { nodes: [], edges: [] }, /canvas is empty/],
    ['no input', { nodes: [node('R', 'ReLU')], edges: [] }, /no Input layer/],
    ['a loose end', { nodes: [input, node('R', 'ReLU')], edges: [] }, /^R has nothing at its input x/],
    [
      'an unknown layer',
      { nodes: [input, node('T', 'Teleport')], edges: [] },
      /^T is a layer of kind Teleport/,
    ],
    [
      'too many features',
      { nodes: [input, linear({ in_features: 12 })], edges: [edge('In', 'Lin')] },
      /^Lin expects 12 features but gets 2 x 3 x 4\. Set in_features to 4, or insert Flatten\.$/,
    ],
    [
      'an axis too far',
      { nodes: [input, node('S', 'Softmax', { dim: 3 })], edges: [edge('In', 'S')] },
      /^S works along dim 3, but 2 x 3 x 4 has only 3 dimensions\. Set dim to a number from -3 to 2\.$/,
    ],
    [
      'shapes that do not broadcast',
      {
        nodes: [input, node('J', 'Input', { shape: [2] }), node('Sum', 'Add')],
        edges: [edge('In', 'Sum', 'a'), edge('J', 'Sum', 'b')],
      },
      /^Sum cannot combine 2 x 3 x 4 and 2:/,
    ],
    [
      'shapes that do not concatenate',
      {
        nodes: [
          input,
          node('J', 'Input', { shape: [2, 2, 4] }),
          node('Cat', 'Concat', { tensors: 2, dim: -1 }),
        ],
        edges: [edge('In', 'Cat', 'x1'), edge('J', 'Cat', 'x2')],
      },
      /^Cat joins along dim -1, but 2 x 3 x 4 and 2 x 2 x 4 differ/,
    ],
    [
      'a reversed range',
      { nodes: [input, node('F', 'Flatten', { start_dim: 2, end_dim: 0 })], edges: [edge('In', 'F')] },
      /^F starts at dimension 2 and ends at 0/,
    ],
    [
      'an attribute no layer takes',
      { nodes: [input, node('Cat', 'Concat', { tensors: Infinity, dim: 0 })], edges: [] },
      /^tensors must be from 2 to 16; Infinity is not\.$/,
    ],
    [
      'more parameters than memory holds',
      {
        nodes: [node('In', 'Input', { shape: [1, 4_000_000] }), linear({ out_features: 100_000 })],
        edges: [edge('In', 'Lin')],
      },
      /^A shape of 100000 x 4000000 holds 400000000000 values/,
    ],
    [
      'more outputs than memory holds',
      {
        nodes: [
          node('I', 'Input', { shape: [1, 1_000_000] }),
          node('J', 'Input', { shape: [1_000_000, 1] }),
          node('Sum', 'Add'),
        ],
        edges: [edge('I', 'Sum', 'a'), edge('J', 'Sum', 'b')],
      },
      /^A shape of 1000000 x 1000000 holds/,
    ],
  ])('%s', (_, structure, expected) => {
    expect(sentences(structure)).toContainEqual(expect.stringMatching(expected));
  });

  test('repairs are ones a click can do', () => {
    const structure = { nodes: [input, linear({ in_features: 12 })], edges: [edge('In', 'Lin')] };
    expect(inferShapes(structure).problems[0]?.repairs).toEqual([
      { kind: 'insert-layer', layer: 'Flatten', port: 'x' },
      { kind: 'set-attribute', attribute: 'in_features', value: 4 },
    ]);
  });
});

const ids = ['a', 'b', 'c', 'd', 'e', 'constructor', '__proto__', ''];
const anyAttributes = fc.oneof(
  fc.constant({}),
  fc.dictionary(
    fc.constantFrom(
      'shape',
      'in_features',
      'out_features',
      'bias',
      'dim',
      'tensors',
      'start_dim',
      'end_dim',
      'p',
    ),
    fc.oneof(fc.jsonValue(), fc.integer({ min: -9, max: 9 }), fc.array(fc.integer({ min: 0, max: 4 }))),
  ),
  fc.record(
    {
      shape: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      out_features: fc.integer({ min: 1, max: 4 }),
      tensors: fc.integer({ min: 2, max: 4 }),
      dim: fc.integer({ min: -3, max: 3 }),
      start_dim: fc.integer({ min: -3, max: 3 }),
    },
    { requiredKeys: ['shape'] },
  ),
) as fc.Arbitrary<Attributes>;
const anyStructure = (isClean: boolean): fc.Arbitrary<Structure> =>
  fc.record({
    nodes: fc.uniqueArray(
      fc.record({
        id: fc.constantFrom(...ids),
        kind: fc.constantFrom(...layers.keys(), ...(isClean ? [] : ['Teleport', 'constructor', ''])),
        name: fc.constantFrom('Linear 1', 'same', '', '🙂', 'two words'),
        attributes: anyAttributes,
        position: fc.constant({ x: 0, y: 0 }),
        isBypassed: fc.boolean(),
      }),
      { maxLength: 7, ...(isClean && { selector: ({ id }) => id }) },
    ),
    edges: fc.array(
      fc.record({
        id: fc.constantFrom('1', '2', '3'),
        from: fc.record({ node: fc.constantFrom(...ids, 'gone'), port: fc.constantFrom('y', 'z') }),
        to: fc.record({
          node: fc.constantFrom(...ids, 'gone'),
          port: fc.constantFrom('x', 'a', 'b', 'x1', 'x2'),
        }),
      }),
      { maxLength: 12 },
    ),
  });

describe('any graph, however broken', () => {
  test('gets shapes or problems whose sentences are whole, and nothing throws', () => {
    const codes = new Set<string>();
    fc.assert(
      fc.property(anyStructure(false), (structure) => {
        const { nodes, problems } = inferShapes(structure);
        expect([...nodes.keys()].sort()).toEqual([...new Set(structure.nodes.map(({ id }) => id))].sort());
        for (const problem of problems) {
          codes.add(problem.code);
          expect(describeProblem(problem)).not.toMatch(/\{\w+\}/);
        }
        for (const { emission, problem } of nodes.values()) {
          expect(emission === undefined).toBe(problem !== undefined);
          if (problem) codes.add(problem.code);
        }
      }),
      { seed: 31, numRuns: 800 },
    );
    // Without these the graphs were too tame to prove anything.
    for (const code of ['no-layers', 'unknown-layer', 'input-shape-unknown', 'attribute-out-of-range']) {
      expect(codes).toContain(code);
    }
  });

  test('is put in an order in which nothing comes before what feeds it, loops aside', () => {
    fc.assert(
      fc.property(anyStructure(true), ({ nodes, edges }) => {
        const ordered = orderNodes({ nodes, edges });
        expect(new Set(ordered)).toEqual(new Set(nodes));
        expect(ordered.length).toBe(nodes.length);
        const place = new Map(ordered.map(({ id }, at) => [id, at]));
        const wires = edges
          .filter(({ from, to }) => place.has(from.node) && place.has(to.node))
          .map(({ from, to }) => [from.node, to.node] as const);
        for (const [from, to] of wires) {
          if (!reaches(wires, from, from) && !reaches(wires, to, to) && !waitsForLoop(wires, to)) {
            expect(place.get(from)).toBeLessThan(place.get(to)!);
          }
        }
      }),
      { seed: 32, numRuns: 500 },
    );
  });
});

type Wires = readonly (readonly [string, string])[];

/** Whether one can go from `start` to `goal` in one step or more. */
function reaches(wires: Wires, start: string, goal: string): boolean {
  const reached = new Set<string>();
  const visit = (id: string): void => {
    for (const [from, to] of wires) {
      if (from !== id || reached.has(to)) continue;
      reached.add(to);
      visit(to);
    }
  };
  visit(start);
  return reached.has(goal);
}

function waitsForLoop(wires: Wires, id: string): boolean {
  return wires.some(([, to]) => reaches(wires, to, to) && reaches(wires, to, id));
}

describe('what was inferred before', () => {
  const plain: Attributes = { in_features: null, out_features: 5, bias: true };
  const at = (place: number) => (place === 0 ? 'In' : `n${place}`);
  const nodes = Array.from({ length: 1000 }, (_, place) =>
    place === 0 ? input : place % 2 === 0 ? node(at(place), 'ReLU') : node(at(place), 'Linear', plain),
  );
  const edges = Array.from({ length: 999 }, (_, place) => edge(at(place), at(place + 1)));
  const before = inferShapes({ nodes, edges });
  /** Of which something else was found. */
  const anew = (structure: Structure) =>
    [...inferShapes(structure, 'eval', before).nodes].flatMap(([id, each]) =>
      before.nodes.get(id) === each ? [] : [id],
    );
  const changed = (id: string, more: Partial<Node>): Structure => ({
    nodes: nodes.map((each) => (each.id === id ? { ...each, ...more } : each)),
    edges,
  });

  test('is the very same where nothing is otherwise', () => {
    expect(inferShapes({ nodes: [...nodes], edges: [...edges] }, 'eval', before)).toBe(before);
  });

  test('stays but for a layer that is added', () => {
    const more = { nodes: [...nodes, node('New', 'Tanh')], edges: [...edges, edge('n999', 'New')] };
    expect(anew(more)).toEqual(['New']);
  });

  test('is found anew as far as a change reaches', () => {
    expect(anew(changed('n501', { attributes: { ...plain, out_features: 6 } }))).toEqual([
      'n501',
      'n502',
      'n503',
    ]);
    expect(anew(changed('n501', { name: 'Other' }))).toEqual(['n501', 'n502']);
    expect(anew({ nodes, edges: edges.filter(({ to }) => to.node !== 'n998') })).toEqual(['n998', 'n999']);
    expect(inferShapes({ nodes, edges }, 'train', before).nodes.get('n1')).not.toBe(before.nodes.get('n1'));
  });
});
