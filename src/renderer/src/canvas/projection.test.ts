import type { Node } from '@xyflow/svelte';
import { expect, it } from 'vitest';
import { nextPortion, type Transient } from './projection';

const cards = (count: number): Node[] =>
  Array.from({ length: count }, (_, at) => ({ id: `layer-${at}`, position: { x: at, y: 0 }, data: {} }));

const measure = (node: Node): Node => ({ ...node, measured: { width: 148, height: 64 } });
const known = (nodes: readonly Node[]): Transient => new Map(nodes.map((node) => [node.id, node]));

it('gives the canvas a network of 2,000 layers in portions, each card once and in order', () => {
  const before = cards(2000);
  let nodes = before;
  let drawn: Transient = new Map();
  const portions: number[] = [];
  for (let frame = 0; frame < 100 && drawn.size < nodes.length; frame++) {
    const { given, waiting } = nextPortion(nodes, drawn);
    expect(given.length + waiting.length).toBe(2000);
    portions.push(given.length - drawn.size);
    nodes = [...given.map(measure), ...waiting];
    drawn = known(nodes.filter(({ measured }) => measured));
  }
  expect(Math.max(...portions)).toBe(50);
  expect(portions).toHaveLength(40);
  expect(nodes.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
});

it('gives a small network at once', () => {
  expect(nextPortion(cards(20), new Map()).waiting).toEqual([]);
});

it('gives what is new beside what is drawn', () => {
  const drawn = cards(500).map(measure);
  const added: Node = { id: 'added', position: { x: 0, y: 0 }, data: {} };
  expect(nextPortion([...drawn, added], known(drawn)).waiting).toEqual([]);
});

it('draws another document in portions though its nodes have the same ids', () => {
  const drawn = known(cards(2000).map(measure));
  expect(nextPortion(cards(2000), drawn).given).toHaveLength(50);
});
