/** Blocks from names: which modules become one, and that no wire leaves a block and comes back into it. */
import { describe, expect, test } from 'vitest';
import { emptyDocument, type Document, type Edge, type Node } from '../document/document';
import { hiddenIn } from '../document/groups';
import { wiringFault } from '../document/wiring';
import { arrange } from './arrange';
import { withBlocks, type Path } from './blocks';
import { blockBox, nodeBox } from './card';

type Wires = readonly (readonly [string, string])[];

function made(names: readonly string[], wires: Wires): Document {
  const nodes = names.map((name, at): Node => ({
    ...{ id: `n-${at}`, kind: 'Add', name, attributes: {} },
    position: { x: 0, y: 0 },
  }));
  const idOf = (name: string) => `n-${names.indexOf(name)}`;
  const used = new Map<string, number>();
  const edges = wires.map(([from, to]): Edge => {
    const at = used.get(to) ?? 0;
    used.set(to, at + 1);
    const ends = {
      from: { node: idOf(from), port: 'y' },
      to: { node: idOf(to), port: at === 0 ? 'a' : 'b' },
    };
    return { id: `${from}-${to}`, ...ends };
  });
  return { ...emptyDocument, nodes, edges };
}

const chain = (names: readonly string[]): Wires =>
  names.slice(1).map((name, at) => [names[at] ?? '', name] as const);
const pathsOf = ({ nodes }: Document): ReadonlyMap<string, Path> =>
  new Map(nodes.map(({ id, name }) => [id, name.split('.').slice(0, -1)]));
const closed = (document: Document) => withBlocks(document, pathsOf(document));
const blocksIn = (document: Document) => document.groups.map(({ name, nodes }) => `${name} ${nodes.length}`);
const parts = ['norm.Mean', 'norm.Div', 'attn.q', 'attn.k', 'attn.out', 'mlp.up', 'mlp.down'];
const layers = (count: number) =>
  Array.from({ length: count }, (_, at) => parts.map((part) => `model.layers.${at}.${part}`)).flat();

describe('blocks', () => {
  test('are the layers of a list, named as the file names them, all of them closed', () => {
    const names = ['x', 'model.embed.Gather', ...layers(4), 'head.Add', 'y'];
    const document = closed(made(names, chain(names)));
    expect(blocksIn(document)).toEqual([0, 1, 2, 3].map((at) => `model.layers.${at} 7`));
    expect(document.groups.every(({ isClosed }) => isClosed)).toBe(true);
    expect(wiringFault(document.nodes, document.edges, document.groups)).toBeUndefined();
  });

  test('are as many as there are where each would hold too much', () => {
    const names = layers(60);
    expect(closed(made(names, chain(names))).groups).toHaveLength(60);
  });

  test('are the parts of a module that is all there is', () => {
    const names = layers(5)
      .filter((name) => name.startsWith('model.layers.0.'))
      .flatMap((name) => [1, 2, 3, 4].map((part) => `${name}.${part}`));
    expect(blocksIn(closed(made(names, chain(names))))).toEqual([
      'model.layers.0.norm 8',
      'model.layers.0.attn 12',
      'model.layers.0.mlp 8',
    ]);
  });

  test('are not made of a model that is seen at once, or whose names say nothing', () => {
    const few = layers(2);
    expect(closed(made(few, chain(few))).groups).toEqual([]);
    const plain = Array.from({ length: 50 }, (_, at) => `Add ${at}`);
    expect(closed(made(plain, chain(plain))).groups).toEqual([]);
  });

  test('are left out where a wire would leave one and come back, but not what is whole within it', () => {
    const names = ['a.in.1', 'a.in.2', 'b.1', 'b.2', 'a.out.1', 'a.out.2', ...layers(3)];
    expect(blocksIn(closed(made(names, chain(names)))).slice(0, 3)).toEqual(['a.in 2', 'a.out 2', 'b 2']);
    // Neither leaves itself: but each would lead into the other.
    const crossed = ['a.1', 'b.1', 'b.2', 'a.2', ...layers(3)];
    const wires: Wires = [['a.1', 'b.1'], ['b.2', 'a.2'], ...chain(layers(3))];
    expect(blocksIn(closed(made(crossed, wires))).slice(0, 2)).toEqual(['a 2', 'model.layers.0 7']);
  });

  test('take in the numbers that they alone read', () => {
    const names = ['weight', 'shared', ...layers(3)];
    const wires: Wires = [
      ...chain(layers(3)),
      ['weight', 'model.layers.1.attn.q'],
      ['shared', 'model.layers.1.attn.k'],
      ['shared', 'model.layers.2.attn.k'],
    ];
    expect(blocksIn(closed(made(names, wires)))).toEqual([
      'model.layers.0 7',
      'model.layers.1 8',
      'model.layers.2 7',
    ]);
  });
});

test('what a block holds is laid out within it, and the blocks among themselves', () => {
  const names = ['x', ...layers(4), 'y'];
  const document = arrange(closed(made(names, chain(names))));
  const hidden = hiddenIn(document);
  const corners = document.groups.map(({ nodes }) => {
    const places = document.nodes.filter(({ id }) => nodes.includes(id)).map(({ position }) => position);
    const sizes = places.map(({ x, y }) => `${x} ${y}`);
    expect(new Set(sizes).size).toBe(nodes.length);
    return {
      x: Math.min(...places.map(({ x }) => x)),
      y: Math.min(...places.map(({ y }) => y)),
      ...blockBox(1),
    };
  });
  const shown = document.nodes
    .filter(({ id }) => !hidden.has(id))
    .map(({ position }) => ({ ...position, ...nodeBox(undefined, 2) }));
  const boxes = [...corners, ...shown];
  const covered = boxes.filter((one) =>
    boxes.some(
      (other) =>
        one !== other &&
        one.x < other.x + other.width &&
        other.x < one.x + one.width &&
        one.y < other.y + other.height &&
        other.y < one.y + one.height,
    ),
  );
  expect(covered).toEqual([]);
});
