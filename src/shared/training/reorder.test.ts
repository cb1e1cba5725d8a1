/** Picking first changes what is computed, not what comes out. */
import { expect, test } from 'vitest';
import type { OpNode } from '../onnx/graph';
import { pickFirst } from './reorder';

const node = (type: string, inputs: readonly string[], output: string): OpNode => ({
  name: output,
  type,
  inputs,
  outputs: [output],
  attributes: {},
});
const shapes = new Map([
  ['a', [1, 1, 4, 4]],
  ['b', [1, 1, 4, 4]],
  ['c', [1, 1, 2, 2]],
]);
const typesOf = (nodes: readonly OpNode[], kept: readonly string[] = []) =>
  pickFirst(nodes, shapes, new Set(kept)).nodes.map(({ type }) => type);

const pair = [node('Relu', ['a'], 'b'), node('MaxPool', ['b'], 'c')];

test('the greatest are picked before the function, under the name they had after both', () => {
  const { nodes, shapes: known } = pickFirst(pair, shapes, new Set());
  expect(nodes.map(({ type, inputs, outputs }) => [type, ...inputs, ...outputs])).toEqual([
    ['MaxPool', 'a', 'b.picked'],
    ['Relu', 'b.picked', 'c'],
  ]);
  expect(known.get('b.picked')).toEqual([1, 1, 2, 2]);
});

test('not where the function is read elsewhere, is asked for, or may fall', () => {
  expect(typesOf([...pair, node('Neg', ['b'], 'd')])).toEqual(['Relu', 'MaxPool', 'Neg']);
  expect(typesOf(pair, ['b'])).toEqual(['Relu', 'MaxPool']);
  expect(typesOf([node('Neg', ['a'], 'b'), node('MaxPool', ['b'], 'c')])).toEqual(['Neg', 'MaxPool']);
  expect(typesOf([node('Relu', ['a'], 'b'), node('AveragePool', ['b'], 'c')])).toEqual([
    'Relu',
    'AveragePool',
  ]);
});
