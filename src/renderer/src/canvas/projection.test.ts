import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit } from '#shared/document/edits';
import { placeOf, type Document } from '#shared/document/document';
import { drawnWith, nestingOf } from '#shared/document/groups';
import { inferShapes } from '#shared/document/infer';
import { nestedNetwork } from '#shared/layout/testing-nested';
import { endAt, handleOf, nodesOn, portsAt } from './block';
import { frameId, withDraggedFrames } from './frame';
import { movedNodes, Projection } from './projection';

describe('what did not change', () => {
  const document = nestedNetwork(2, false);
  const inference = inferShapes(document);
  const projection = new Projection();
  const nodes = (of: Document, selected: readonly string[] = [], found = inference) =>
    projection.nodes(of, found, new Set(selected), new Map());
  /** Ids of those that are another object than before. */
  const others = (before: readonly { id: string }[], after: readonly { id: string }[]) => {
    const known = new Set(before);
    return after.filter((each) => !known.has(each)).map(({ id }) => id);
  };
  const [first, second] = document.nodes;

  it('is the same object on the canvas', () => {
    const before = nodes(document, [first!.id]);
    expect(others(before, nodes(document, [first!.id]))).toEqual([]);
    expect(others(before, nodes(document, [second!.id])).toSorted()).toEqual(
      [first!.id, second!.id].toSorted(),
    );
    const wires = projection.edges(document, new Set());
    expect(others(wires, projection.edges({ ...document, edges: [...document.edges] }, new Set()))).toEqual(
      [],
    );
    const [wire] = document.edges;
    expect(others(wires, projection.edges(document, new Set([wire!.id])))).toEqual([wire!.id]);
  });

  it('nor is inferred, where a card is moved', () => {
    const before = nodes(document);
    const moved = applyEdit(document, { kind: 'move', positions: { [first!.id]: { x: 5, y: 5 } } });
    expect(moved.nodes).toBe(document.nodes);
    expect(moved.edges).toBe(document.edges);
    const cards = others(before, nodes(moved)).filter((id) => document.nodes.some((node) => node.id === id));
    expect(cards).toEqual([first!.id]);
  });
});

describe('blocks within blocks', () => {
  const network = nestedNetwork(6, true);
  const inference = inferShapes(network);
  const drawn = (document: Document, selected: ReadonlySet<string> = new Set()) =>
    new Projection().nodes(document, inference, selected, new Map());
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
        const wires = new Projection().edges(document, new Set());
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
    for (const id of layer.nodes) {
      const { x, y } = placeOf(document, id);
      expect(moved[id]).toEqual({ x: x + 5, y: y - 7 });
    }
  });
});
