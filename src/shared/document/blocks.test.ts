/** Blocks: those everyone has compute, and what is kept comes back as it was. */
import { describe, expect, test } from 'vitest';
import { describeProblem } from '../messages/problem';
import { blockOf, bundledBlocks, readBlocks, writeBlocks } from './blocks';
import { emptyDocument, placeOf } from './document';
import { applyEdit } from './edits';
import { inferShapes } from './infer';

const position = { x: 300, y: 200 };

describe.each(bundledBlocks.map((block) => [block.name, block] as const))('%s', (name, block) => {
  const start = applyEdit(emptyDocument, {
    ...{ kind: 'add-node', layer: 'Input', id: 'given', position: { x: 0, y: 0 } },
  });
  const inserted = applyEdit(start, { kind: 'insert-block', ...block, position });

  test('comes in one group, its layers from the place on', () => {
    expect(inserted.groups).toEqual([
      { id: 'group-1', name, nodes: inserted.nodes.slice(1).map(({ id }) => id), isClosed: true },
    ]);
    const places = inserted.nodes.slice(1).map(({ id }) => placeOf(inserted, id).x);
    expect(Math.min(...places)).toBe(position.x);
    expect(new Set(inserted.nodes.map((node) => node.name)).size).toBe(block.content.nodes.length + 1);
  });

  test('is complete once its first layer is fed with a picture or rows', () => {
    const first = inserted.nodes[1]!.id;
    const shape = first.startsWith('linear') ? [2, 4] : [2, 8, 6, 6];
    const wired = applyEdit(inserted, {
      kind: 'all',
      edits: [
        { kind: 'set-attribute', node: 'given', name: 'shape', value: shape },
        { kind: 'connect', from: { node: 'given', port: 'y' }, to: { node: first, port: 'x' } },
      ],
    });
    const { problems, nodes } = inferShapes(wired);
    expect(problems.map(describeProblem)).toEqual([]);
    expect([...nodes.values()].every(({ emission }) => emission)).toBe(true);
  });

  test('kept from its group, written and read, it is the same block', () => {
    const kept = blockOf(inserted, 'group-1')!;
    expect(kept.name).toBe(name);
    expect(readBlocks(writeBlocks([kept]))).toEqual([kept]);
    const again = applyEdit(emptyDocument, { kind: 'insert-block', ...kept, position });
    expect(again.nodes.map(({ kind }) => kind)).toEqual(block.content.nodes.map(({ kind }) => kind));
    expect(again.edges.length).toBe(block.content.edges.length);
  });
});

test('what is no list of blocks is none', () => {
  for (const text of ['', '{', '{}', '[{"name":"x"}]', '[{"name":"","nodes":[],"edges":[]}]'])
    expect(readBlocks(text)).toBeUndefined();
  expect(blockOf(emptyDocument, 'group-1')).toBeUndefined();
});
