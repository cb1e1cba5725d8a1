/** Numbers that name rows of a table: drawn such that they do, and refused where they do not. */
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { compileTrace, feedsOf } from '../compile/compile';
import { keptFeatures } from '../data/data-set';
import { checkData } from '../training/check-data';
import { describeProblem } from '../messages/problem';
import { losses } from '../training/losses/index';
import { floatTensor } from '../tensor/tensor';
import { hasRefusals } from './accepted';
import { completeNodes } from './complete';
import { emptyDocument, type Document, type Node } from './document';
import { inferShapes } from './infer';
import { inputOf, refusedInput, withDrawnValues } from './values';

const node = (id: string, kind: string, attributes: Node['attributes']): Node => ({
  ...{ id, kind, name: id, attributes },
});
const network: Document = {
  ...emptyDocument,
  nodes: [
    node('words', 'Input', { shape: [2, 3] }),
    node('table', 'Embedding', { num_embeddings: 4, embedding_dim: 2 }),
    node('bag', 'EmbeddingBag', { num_embeddings: 6 }),
  ],
  edges: ['table', 'bag'].map((id) => ({
    id,
    from: { node: 'words', port: 'y' },
    to: { node: id, port: 'x' },
  })),
};
const given = (...values: number[]): Document => ({
  ...network,
  inputs: { words: floatTensor([2, 3], [...values, 0, 1, 2].slice(0, 6)) },
});

test('fresh numbers name rows of the smallest table that reads them', () => {
  const drawn = Array.from({ length: 20 }, (_, seed) => [
    ...inputOf({ ...network, seed }, 'words', [2, 3]).values,
  ]);
  expect(new Set(drawn.flat())).toEqual(new Set([0, 1, 2, 3]));
  expect(refusedInput(network, inferShapes(network))).toBeUndefined();
  expect(hasRefusals(network)).toBe(false);
});

describe.each<[number, string]>([
  [
    7,
    'table has rows 0 to 3 and is asked for row 7. Give it whole numbers from 0 to 3, or set num_embeddings to 8.',
  ],
  [-1, 'table has rows 0 to 3 and is asked for row -1. Give it whole numbers from 0 to 3.'],
  [0.5, 'table has rows 0 to 3 and is asked for row 0.5. Give it whole numbers from 0 to 3.'],
])('row %d', (value, sentence) => {
  test('is refused before anything runs', () => {
    const document = given(1, 2, value);
    expect(hasRefusals(document)).toBe(true);
    const { nodes, problems } = inferShapes(document);
    const refused = nodes.get('table')!;
    expect(refused.emission).toBeUndefined();
    expect(describeProblem(refused.problem!)).toBe(sentence);
    expect(problems).toContain(refused.problem);
    const repairs = value === 7 ? [{ kind: 'set-attribute', attribute: 'num_embeddings', value: 8 }] : [];
    expect(refused.problem!.repairs).toEqual(repairs);
    // The other table has more rows.
    expect(nodes.get('bag')!.problem === undefined).toBe(Number.isInteger(value) && value >= 0 && value < 6);
  });

  test('is refused where it is given from outside', () => {
    const document = given(1, 2, value);
    const refused = refusedInput(document, inferShapes(network))!;
    expect(describeProblem(refused)).toBe(sentence);
    expect(refused.node).toBe('table');
  });

  test('is refused among rows to learn from', () => {
    const scored = completeNodes(inferShapes(network)).find(({ node: { id } }) => id === 'bag')!;
    const data = {
      features: keptFeatures(floatTensor([2, 3], [0, 1, 2, value, 1, 1])),
      targets: Float32Array.of(0, 1),
      columns: [],
      classes: ['no', 'yes'],
    };
    const loss = losses.get('CrossEntropyLoss')!;
    const refused = checkData(network, data, { id: 'words', shape: [2, 3] }, scored, loss)!;
    expect(describeProblem(refused)).toBe(sentence);
  });
});

test('what is computed and names no row stops the run with a reason', async () => {
  const between = {
    ...network,
    nodes: [...network.nodes, node('sum', 'Add', {})],
    edges: [
      { id: 'a', from: { node: 'words', port: 'y' }, to: { node: 'sum', port: 'a' } },
      { id: 'b', from: { node: 'words', port: 'y' }, to: { node: 'sum', port: 'b' } },
      { id: 'c', from: { node: 'sum', port: 'y' }, to: { node: 'table', port: 'x' } },
    ],
    inputs: { words: floatTensor([2, 3], [0, 1, 4, 0, 0, 0]) },
  };
  const inference = inferShapes(between);
  await expect(runModel(compileTrace(inference).model, feedsOf(between, inference))).rejects.toThrow(
    'The engine could not do this with the numbers given. Undo the last change and try again. The runtime says: index 8 was looked up where they go from 0 to 3.',
  );
});

test('the row of the padding starts at zero', () => {
  const padded = {
    ...network,
    nodes: network.nodes.map((each) =>
      each.id === 'table' ? { ...each, attributes: { ...each.attributes, padding_idx: 2 } } : each,
    ),
  };
  const { values } = withDrawnValues(padded, inferShapes(padded)).parameters.table!.weight!;
  expect([...values].map((value) => value === 0)).toEqual(
    [0, 1, 2, 3].flatMap((row) => [row === 2, row === 2]),
  );
});
