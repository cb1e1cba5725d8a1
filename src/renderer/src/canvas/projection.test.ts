import type { Node } from '@xyflow/svelte';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit } from '#shared/document/edits';
import type { Document } from '#shared/document/document';
import { drawnWith, nestingOf } from '#shared/document/groups';
import { inferShapes } from '#shared/document/infer';
import { nestedNetwork } from '#shared/layout/testing-nested';
import { endAt, handleOf, nodesOn, portsAt } from './block';
import { frameId, withDraggedFrames } from './frame';
import { movedNodes, nextPortion, projectEdges, projectNodes, type Transient } from './projection';

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

describe('blocks within blocks', () => {
  const network = nestedNetwork(6, true);
  const inference = inferShapes(network);
  const drawn = (document: Document, selected: ReadonlySet<string> = new Set()) =>
    projectNodes(document, inference, selected, new Map());
  const set = (document: Document, id: string, value: boolean) =>
    applyEdit(document, { kind: 'set-closed', group: id, value });
  const groupCalled = (name: string) => network.groups.find((group) => group.name === name)!;

  it('show each node once, on a card of its own or on one block, and every wire between two cards at ports they have', () => {
    const ids = network.groups.map(({ id }) => id);
    const states = fc.array(fc.tuple(fc.constantFrom(...ids), fc.boolean()), { maxLength: 30 });
    fc.assert(
      fc.property(states, (steps) => {
        const document = steps.reduce((before, [id, value]) => set(before, id, value), network);
        const cards = drawn(document).filter(({ type }) => type !== 'frame');
        const shown = cards.flatMap(({ id }) => nodesOn(document, id));
        expect(shown.toSorted()).toEqual(document.nodes.map(({ id }) => id).toSorted());
        const cardOf = new Map(cards.flatMap(({ id }) => nodesOn(document, id).map((node) => [node, id])));
        const handlesAt = (card: string, side: 'inputs' | 'outputs') =>
          portsAt(document, card)[side].map((end) => (end.node === card ? end.port : handleOf(end)));
        const wires = projectEdges(document, new Set());
        const crossing = document.edges.filter(
          ({ from, to }) => cardOf.get(from.node) !== cardOf.get(to.node),
        );
        const drawnAs = (id: string) =>
          drawnWith(
            document,
            document.edges.find((edge) => edge.id === id)!,
          ).map((edge) => edge.id);
        // Each wire is drawn, alone or with others that lead the same way.
        expect(wires.flatMap(({ id }) => drawnAs(id)).toSorted()).toEqual(
          crossing.map(({ id }) => id).toSorted(),
        );
        for (const { id, source, target, sourceHandle, targetHandle } of wires) {
          const edge = document.edges.find((each) => each.id === id)!;
          expect(endAt(document, source, sourceHandle ?? '')).toEqual(edge.from);
          expect(endAt(document, target, targetHandle ?? '')).toEqual(edge.to);
          expect(handlesAt(source, 'outputs')).toContain(sourceHandle);
          expect(handlesAt(target, 'inputs')).toContain(targetHandle);
        }
      }),
      { numRuns: 150, seed: 2 },
    );
  });

  it('are frames in frames where they are open, the outer ones behind', () => {
    const layer = groupCalled('model.layers.0');
    const document = set(network, layer.id, false);
    const opened = drawn(set(document, groupCalled('model.layers.0.attn').id, false));
    const frames = opened.filter(({ type }) => type === 'frame');
    expect(frames.map(({ data }) => data.name)).toEqual(['model.layers.0', 'model.layers.0.attn']);
    const [outer, inner] = frames;
    expect(inner!.position.x).toBeGreaterThan(outer!.position.x);
    expect(inner!.position.y + inner!.height!).toBeLessThan(outer!.position.y + outer!.height!);
  });

  it('are selected with any node they hide, and say of how many alike they are made', () => {
    const [run] = network.groups.filter(({ name }) => name.includes(' to '));
    const inside = network.nodes.find(({ name }) => name === 'model.layers.4.mlp.act')!;
    const card = drawn(network, new Set([inside.id])).find(({ id }) => id === run!.id);
    expect(card).toMatchObject({
      selected: true,
      ariaLabel: 'model.layers.3 to layers.5, x 3 alike in a row, block of 30 layers, output 2 x 4',
    });
    const layer = drawn(network).find(({ id }) => id === groupCalled('model.layers.2').id);
    expect(layer?.ariaLabel).toBe('model.layers.2, block of 10 layers, output 2 x 4');
  });

  it('go with the frame that is dragged around them, with all they hold', () => {
    const layer = groupCalled('model.layers.0');
    const document = set(network, layer.id, false);
    const before = drawn(document);
    const dragged = before.map((card) =>
      card.id === frameId(layer)
        ? { ...card, position: { x: card.position.x + 5, y: card.position.y - 7 } }
        : card,
    );
    const next = withDraggedFrames(
      nestingOf(document).shown,
      before.map((card) => ({ ...card, dragging: card.id === frameId(layer) })),
      dragged,
    );
    const moved = movedNodes(document, next);
    expect(Object.keys(moved).toSorted()).toEqual(layer.nodes.toSorted());
    for (const { id, position } of document.nodes.filter((node) => layer.nodes.includes(node.id)))
      expect(moved[id]).toEqual({ x: position.x + 5, y: position.y - 7 });
  });
});
