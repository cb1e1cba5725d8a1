/** Groups opened and closed in place: no card covers another at any combination, and each way back is the way there. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bundledBlocks } from '../document/blocks';
import { emptyDocument, type Document } from '../document/document';
import { applyEdit, type Edit } from '../document/edits';
import { nestingOf } from '../document/groups';
import { inferShapes } from '../document/infer';
import { attentionEdits } from '../document/testing-edits';
import { isHit } from './box';
import { boxesOf, closingEdits, expandingEdits } from './room';
import { nestedNetwork } from './testing-nested';

const setClosed = (document: Document, id: string, value: boolean): Document =>
  closingEdits(document, inferShapes(document), id, value).reduce(applyEdit, document);

/** Cards that cover one another, and frames that cover a card that is not in them. */
function coveredIn(document: Document): readonly string[] {
  const boxes = boxesOf(document, inferShapes(document));
  const groups = new Map(nestingOf(document).shown.map((group) => [group.id, group]));
  const nodesOn = (id: string) => groups.get(id)?.nodes ?? [id];
  const isWithin = (one: string, other: string) => {
    const members = new Set(nodesOn(other));
    return nodesOn(one).every((id) => members.has(id));
  };
  const all = [...boxes];
  return all.flatMap(([one, box], at) =>
    all
      .slice(at + 1)
      .filter(([other, beside]) => isHit(box, beside) && !isWithin(one, other) && !isWithin(other, one))
      .map(([other]) => `${one} ${other}`),
  );
}

describe('blocks within blocks', () => {
  test.each([nestedNetwork(12), nestedNetwork(6, true)])(
    'cover nothing, whichever are open, and are as before when closed again',
    (document) => {
      expect(document.groups.length).toBeGreaterThan(15);
      expect(coveredIn(document)).toEqual([]);
      const groups = document.groups.map(({ id }) => id);
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.constantFrom(...groups), fc.boolean()), { maxLength: 12 }),
          (steps) => {
            const after = steps.reduce((before, [id, value]) => {
              const isShown = nestingOf(before).shown.some((group) => group.id === id);
              return isShown ? setClosed(before, id, value) : before;
            }, document);
            expect(coveredIn(after)).toEqual([]);
          },
        ),
        { numRuns: 60, seed: 1 },
      );
    },
  );

  test('all open cover nothing, and move nothing when they open again', () => {
    const document = nestedNetwork(6, true);
    const openAll = (before: Document) => {
      let open = before;
      for (;;) {
        const closed = nestingOf(open).shown.find(({ isClosed }) => isClosed);
        if (!closed) return open;
        open = setClosed(open, closed.id, false);
      }
    };
    const open = openAll(document);
    expect(coveredIn(open)).toEqual([]);
    const outermost = nestingOf(open).ordered.filter((group) => !nestingOf(open).outer.has(group));
    const again = openAll(outermost.reduce((before, { id }) => setClosed(before, id, true), open));
    expect(again).toEqual(open);
  });

  test('stand where their frame did, and the frame where they did', () => {
    const document = nestedNetwork(12);
    const [run, layer] = nestingOf(document).ordered;
    const cornerIn = (of: Document, id: string) => {
      const box = boxesOf(of, inferShapes(of)).get(id);
      return [box?.left, box?.top];
    };
    const open = setClosed(document, run!.id, false);
    expect(cornerIn(open, run!.id)).toEqual(cornerIn(document, run!.id));
    const inner = setClosed(open, layer!.id, false);
    expect(cornerIn(inner, layer!.id)).toEqual(cornerIn(open, layer!.id));
    expect(cornerIn(setClosed(inner, run!.id, true), run!.id)).toEqual(cornerIn(document, run!.id));
    expect(setClosed(document, run!.id, true)).toBe(document);
  });
});

describe('a block that opens', () => {
  const block = bundledBlocks.find(({ name }) => name === 'Residual block')!;
  const edits: readonly Edit[] = [{ kind: 'insert-block', ...block, position: { x: 800, y: 0 } }];
  const inserted = edits.reduce(applyEdit, emptyDocument);
  const [group] = inserted.groups;

  test('pushes aside what it would cover, closed blocks as a whole', () => {
    const beside = applyEdit(inserted, { kind: 'insert-block', ...block, position: { x: 1000, y: 0 } });
    const [, second] = beside.groups;
    const opened = setClosed(beside, group!.id, false);
    const placesIn = (document: Document) => second!.nodes.map((id) => document.places.get(id)!.x);
    const moved = placesIn(opened).map((x, at) => x - placesIn(beside)[at]!);
    expect(moved[0]).toBeGreaterThan(0);
    expect(new Set(moved).size).toBe(1);
    const again = setClosed(opened, group!.id, true);
    expect(setClosed(again, group!.id, false)).toEqual(opened);
  });

  test('moves what stands below it down, and leaves what stands before it', () => {
    const around: readonly Edit[] = [
      { kind: 'add-node', layer: 'ReLU', position: { x: 500, y: 0 }, id: 'before' },
      { kind: 'add-node', layer: 'ReLU', position: { x: 700, y: 200 }, id: 'below' },
      { kind: 'add-node', layer: 'ReLU', position: { x: 1100, y: 0 }, id: 'after' },
    ];
    const opened = setClosed(around.reduce(applyEdit, inserted), group!.id, false);
    const placeOf = (id: string) => opened.places.get(id)!;
    const inside = group!.nodes.map(placeOf);
    expect(placeOf('before')).toEqual({ x: 500, y: 0 });
    expect(placeOf('below').x).toBe(700);
    expect(placeOf('below').y).toBeGreaterThan(Math.max(...inside.map(({ y }) => y)));
    expect(placeOf('after').x).toBeGreaterThan(Math.max(...inside.map(({ x }) => x)));
    expect(placeOf('after').y).toBe(0);
  });
});

test('a layer that is taken apart within blocks opens those around it, and its parts cover nothing', () => {
  const edits: readonly Edit[] = [
    ...attentionEdits,
    { kind: 'add-node', layer: 'ReLU', position: { x: 600, y: 0 }, id: 'after' },
    { kind: 'connect', from: { node: 'attention', port: 'y' }, to: { node: 'after', port: 'x' } },
    { kind: 'add-node', layer: 'ReLU', position: { x: 300, y: 300 }, id: 'below' },
  ];
  const plain = edits.reduce(applyEdit, emptyDocument);
  const expand = (document: Document) =>
    expandingEdits(document, inferShapes(document), 'attention').reduce(applyEdit, document);
  expect(coveredIn(expand(plain))).toEqual([]);
  const nested: readonly Edit[] = [
    { kind: 'group', nodes: ['attention'] },
    { kind: 'group', nodes: ['attention', 'after'] },
    { kind: 'set-closed', group: 'group-2', value: true },
  ];
  const expanded = expand(nested.reduce(applyEdit, plain));
  expect(nestingOf(expanded).hidden.size).toBe(0);
  expect(expanded.nodes.length).toBeGreaterThan(8);
  expect(coveredIn(expanded)).toEqual([]);
});
