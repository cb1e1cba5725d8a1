/** What is pasted: copies with what is theirs, beside what was there. */
import { expect, test } from 'vitest';
import { floatTensor } from '../tensor/tensor';
import type { Document } from './document';
import { applyEdit } from './edits';
import { answersHidden, copyNodes, type Fragment } from './paste';
import { added, edited, ends, origin, wire } from './testing-edits';

test('paste keeps the originals and brings wires and numbers of the copied nodes', () => {
  const document = edited(
    added('Input', 'Linear', 'ReLU'),
    wire('input-1', 'linear-1'),
    wire('linear-1', 'relu-1'),
    { kind: 'set-parameter', node: 'linear-1', name: 'bias', value: floatTensor([4], [1, 2, 3, 4]) },
    { kind: 'set-input', node: 'input-1', value: floatTensor([1, 3], [1, 2, 3]) },
  );
  const content = copyNodes(document, ['linear-1', 'relu-1']);
  const pasted = applyEdit(document, { kind: 'paste', content, offset: { x: 5, y: -5 } });
  expect(pasted.nodes.slice(0, 3)).toEqual(document.nodes);
  expect(pasted.nodes.slice(3).map(({ id, name }) => [id, name, pasted.places.get(id)])).toEqual([
    ['linear-2', 'Linear 2', { x: 5, y: -5 }],
    ['relu-2', 'ReLU 2', { x: 5, y: -5 }],
  ]);
  expect(ends(pasted)).toEqual([...ends(document), 'linear-2 relu-2.x'].sort());
  expect(pasted.parameters).toEqual({
    ...document.parameters,
    'linear-2': document.parameters['linear-1'],
  });
  expect(pasted.inputs).toEqual(document.inputs);
});

test('what comes with a fragment but belongs to none of its nodes is left out', () => {
  const document = edited(added('Input', 'Linear'), wire('input-1', 'linear-1'));
  const stray: Fragment = {
    nodes: document.nodes.slice(1),
    edges: document.edges,
    groups: [],
    places: new Map(),
    parameters: { 'input-1': { weight: floatTensor([1], [9]) } },
    inputs: { 'input-1': floatTensor([1], [9]) },
  };
  const pasted = applyEdit(document, { kind: 'paste', content: stray, offset: origin });
  expect(pasted.edges).toEqual(document.edges);
  expect(pasted.parameters).toEqual({});
  expect(pasted.inputs).toEqual({});
});

test('of networks put beside each other, what a mark of the other keeps from being an answer is known', () => {
  const plain = edited(added('Input', 'ReLU'), wire('input-1', 'relu-1'));
  const marked = edited(
    added('Input', 'Tanh', 'Output'),
    wire('input-1', 'tanh-1'),
    wire('tanh-1', 'output-1'),
  );
  const both = (one: Document, other: Document) => {
    const joined = applyEdit(one, { kind: 'paste', content: other, offset: origin });
    return answersHidden(one, other, joined);
  };
  expect(both(plain, marked)).toEqual(['ReLU 1']);
  expect(both(marked, plain)).toEqual(['ReLU 1']);
  expect(both(plain, plain)).toEqual([]);
  expect(both(marked, marked)).toEqual([]);
});
