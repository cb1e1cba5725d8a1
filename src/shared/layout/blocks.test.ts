/** Blocks from names: which modules become one, in which, and that no wire leaves a block and comes back into it. */
import { describe, expect, test } from 'vitest';
import { emptyDocument, type Document, type Edge, type Group, type Node } from '../document/document';
import { applyEdit } from '../document/edits';
import { nestingOf } from '../document/groups';
import { inferShapes } from '../document/infer';
import { wiringFault } from '../document/wiring';
import { timesOf } from './alike';
import { withBlocks } from './blocks';
import type { Path } from './modules';

type Wires = readonly (readonly [string, string])[];

function made(
  names: readonly string[],
  wires: Wires,
  kindOf: (name: string) => string = () => 'Add',
): Document {
  const nodes = names.map((name, at): Node => ({
    ...{ id: `n-${at}`, kind: kindOf(name), name, attributes: {} },
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
/** What a network is given is in no module, and no number of one. */
const pathsOf = ({ nodes }: Document): ReadonlyMap<string, Path> =>
  new Map(nodes.flatMap(({ id, name }) => (name === 'x' ? [] : [[id, name.split('.').slice(0, -1)]])));
const closed = (document: Document) => withBlocks(document, pathsOf(document));
/** A line a block, further in where it is in another. */
function blocksIn(document: Document, around?: Group): readonly string[] {
  const { outer } = nestingOf(document);
  return document.groups
    .filter((group) => outer.get(group) === around)
    .flatMap((group) => {
      const times = timesOf(document, inferShapes(document), group);
      const line = `${group.name}${times > 1 ? ` x ${times}` : ''}: ${group.nodes.length}`;
      return [line, ...blocksIn(document, group).map((inner) => `  ${inner}`)];
    });
}
const parts = ['norm.Mean', 'norm.Div', 'attn.q', 'attn.k', 'attn.out', 'mlp.up', 'mlp.down'];
const layers = (count: number) =>
  Array.from({ length: count }, (_, at) => parts.map((part) => `model.layers.${at}.${part}`)).flat();

const alike = (name: string, count: number): string[] => [
  `${name}.0 to layers.${count - 1} x ${count}: ${count * 7}`,
  ...Array.from({ length: count }, (_, at) => `  ${name}.${at}: 7`),
];

describe('blocks', () => {
  test('are the layers of a list as one where they are alike, named as the file names them, all of them closed', () => {
    const names = ['x', 'model.embed.Gather', ...layers(4), 'head.Add', 'y'];
    const document = closed(made(names, chain(names)));
    expect(blocksIn(document)).toEqual(alike('model.layers', 4));
    expect(document.groups.every(({ isClosed }) => isClosed)).toBe(true);
    expect(wiringFault(document.nodes, document.edges, document.groups)).toBeUndefined();
  });

  test('of a transformer are its twelve layers, in each its attention and what follows it', () => {
    const inside = [
      ...['ln_1', 'attn.c_attn', 'attn.Split', 'attn.MatMul', 'attn.Softmax', 'attn.MatMul_1', 'attn.c_proj'],
      ...['Add', 'ln_2', 'mlp.c_fc', 'mlp.act', 'mlp.c_proj', 'Add_1'],
    ];
    const layer = (at: number) => inside.map((part) => `transformer.h.${at}.${part}`);
    const names = [
      ...['x', 'transformer.wte.Gather', 'transformer.wpe.Gather', 'transformer.Add'],
      ...Array.from({ length: 12 }, (_, at) => layer(at)).flat(),
      ...['transformer.ln_f.LayerNorm', 'lm_head.MatMul', 'logits'],
    ];
    const around = Array.from(
      { length: 12 },
      (_, at) => [`transformer.h.${at}.ln_1`, `transformer.h.${at}.Add`] as const,
    );
    const lines = blocksIn(closed(made(names, [...chain(names), ...around])));
    expect(lines.slice(0, 4)).toEqual([
      'transformer.h.0 to h.11 x 12: 156',
      '  transformer.h.0: 13',
      '    transformer.h.0.attn: 6',
      '    transformer.h.0.mlp: 3',
    ]);
    expect(lines).toHaveLength(1 + 12 * 3);
  });

  test('of a residual network are its stages, and in each its blocks', () => {
    const block = (stage: number, at: number) =>
      [
        ...['conv1.Conv', 'bn1.BatchNormalization', 'relu.Relu', 'conv2.Conv', 'bn2.BatchNormalization'],
        ...(stage > 1 && at === 0 ? ['downsample.0.Conv', 'downsample.1.BatchNormalization'] : []),
        ...['Add', 'relu_1.Relu'],
      ].map((part) => `layer${stage}.${at}.${part}`);
    const names = ['x', 'conv1.Conv', 'bn1.BatchNormalization', 'relu.Relu', 'maxpool.MaxPool'];
    for (const stage of [1, 2, 3, 4]) names.push(...block(stage, 0), ...block(stage, 1));
    names.push('avgpool.GlobalAveragePool', 'fc.Gemm');
    // Each stage is wider than the one before.
    const kindOf = (name: string) =>
      ({ layer2: 'Mul', layer3: 'Sub', layer4: 'Div' })[name.slice(0, 6)] ?? 'Add';
    expect(blocksIn(closed(made(names, chain(names), kindOf)))).toEqual([
      ...['layer1 x 2: 14', '  layer1.0: 7', '  layer1.1: 7'],
      ...[2, 3, 4].flatMap((stage) => [
        `layer${stage}: 16`,
        `  layer${stage}.0: 9`,
        `    layer${stage}.0.downsample: 2`,
        `  layer${stage}.1: 7`,
      ]),
    ]);
  });

  test('are the parts of a module that is all there is', () => {
    const names = layers(5)
      .filter((name) => name.startsWith('model.layers.0.'))
      .flatMap((name) => [1, 2, 3, 4].map((part) => `${name}.${part}`));
    const lines = blocksIn(closed(made(names, chain(names))));
    expect(lines.filter((line) => !line.startsWith(' '))).toEqual([
      'model.layers.0.norm: 8',
      'model.layers.0.attn x 3: 12',
      'model.layers.0.mlp: 8',
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
    expect(blocksIn(closed(made(names, chain(names)))).slice(0, 3)).toEqual(['a.in: 2', 'a.out: 2', 'b: 2']);
    // Neither leaves itself: but each would lead into the other.
    const crossed = ['a.1', 'b.1', 'b.2', 'a.2', 'x', ...layers(3)];
    const wires: Wires = [['a.1', 'b.1'], ['b.2', 'a.2'], ...chain(['x', ...layers(3)])];
    expect(blocksIn(closed(made(crossed, wires)))).toEqual(['a: 2', ...alike('model.layers', 3)]);
  });

  test('are left out within a block, too, where a wire would leave one and come back', () => {
    const inside = ['q.1', 'q.2', 'k.1', 'k.2', 'q.out.1', 'q.out.2', 'v.1', 'v.2', 'v.3'];
    const names = ['x', ...inside.map((part) => `attn.${part}`), ...layers(3), 'y'];
    expect(blocksIn(closed(made(names, chain(names)))).slice(0, 4)).toEqual([
      ...['attn: 9', '  attn.q.out: 2', '  attn.k: 2', '  attn.v: 3'],
    ]);
  });

  test('take in the numbers that they alone read', () => {
    const names = ['weight', 'shared', 'one', ...layers(3)];
    const wires: Wires = [
      ...chain(layers(3)),
      ['weight', 'model.layers.1.attn.q'],
      ['shared', 'model.layers.1.attn.k'],
      ['shared', 'model.layers.2.attn.k'],
      ['one', 'model.layers.0.mlp.up'],
      ['one', 'model.layers.0.mlp.down'],
    ];
    const document = closed(made(names, wires));
    expect(blocksIn(document)).toEqual(['model.layers.0: 8', 'model.layers.1: 8', 'model.layers.2: 7']);
  });

  test('hold no more than thirty-two others, however deep names are', () => {
    const deep = Array.from({ length: 3000 }, (_, at) => `${'m.'.repeat(at % 2 === 0 ? 3000 : 1)}n${at}.Add`);
    const names = deep.slice(0, 40);
    const { groups } = closed(made(names, chain(names)));
    expect(groups.length).toBeLessThan(40);
  });
});

describe('layers of a list', () => {
  const names = ['x', ...layers(5), 'y'];
  const wires = chain(names);
  const outermost = (document: Document) =>
    blocksIn(closed(document)).filter((line) => !line.startsWith(' '));

  test('are apart where they are of other kinds, or have other attributes', () => {
    const other = 'model.layers.0.mlp.up';
    const kinds = made(names, wires, (name) => (name === other ? 'Mul' : 'Add'));
    expect(outermost(kinds)).toEqual(['model.layers.0: 7', 'model.layers.1 to layers.4 x 4: 28']);
    const document = made(names, wires);
    const nodes = document.nodes.map((node) => (node.name === other ? { ...node, isBypassed: true } : node));
    expect(outermost({ ...document, nodes })).toEqual([
      'model.layers.0: 7',
      'model.layers.1 to layers.4 x 4: 28',
    ]);
  });

  test('are apart where they are wired otherwise within, or to what is before', () => {
    const within: Wires = [...wires, ['model.layers.4.norm.Div', 'model.layers.4.mlp.up']];
    expect(outermost(made(names, within))).toEqual([
      'model.layers.0 to layers.3 x 4: 28',
      'model.layers.4: 7',
    ]);
    const before: Wires = [...wires, ['model.layers.3.mlp.up', 'model.layers.4.mlp.up']];
    expect(outermost(made(names, before))).toEqual([
      'model.layers.0 to layers.3 x 4: 28',
      'model.layers.4: 7',
    ]);
    const far: Wires = [...wires, ['model.layers.0.mlp.up', 'model.layers.4.mlp.up']];
    expect(outermost(made(names, far))).toEqual(['model.layers.0 to layers.3 x 4: 28', 'model.layers.4: 7']);
  });

  test('are apart where they do not feed one another', () => {
    const apart = wires.filter(([from]) => !from.endsWith('.mlp.down'));
    expect(outermost(made(names, apart))).toEqual([0, 1, 2, 3, 4].map((at) => `model.layers.${at}: 7`));
  });

  test('are apart where something in between is no part of them', () => {
    const reading = (at: number) => [at === 3 ? 'between' : 'x', `model.layers.${at}.mlp.up`] as const;
    const between = [...wires, ...[0, 1, 2, 3, 4].map(reading)];
    const all = [...names, 'between'];
    expect(outermost(made(all, [...between, ['x', 'between']]))).toEqual([
      'model.layers.0 to layers.4 x 5: 35',
    ]);
    expect(outermost(made(all, [...between, ['model.layers.1.mlp.down', 'between']]))).toHaveLength(5);
  });

  test('no longer count as alike once one is edited', () => {
    const document = closed(made(names, wires));
    const [run] = document.groups;
    expect(timesOf(document, inferShapes(document), run!)).toBe(5);
    const edited = applyEdit(document, { kind: 'set-bypassed', nodes: ['n-9'], value: true });
    expect(timesOf(edited, inferShapes(edited), run!)).toBe(1);
    const apart = applyEdit(document, { kind: 'ungroup', group: document.groups[2]!.id });
    expect(timesOf(apart, inferShapes(apart), run!)).toBe(1);
  });
});
