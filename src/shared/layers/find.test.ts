/** Layers are found by PyTorch's names, ONNX's and everyday words. */
import { expect, test } from 'vitest';
import { findLayers } from './find';
import { layers } from './index';

const found = (query: string) => findLayers(query).map(({ kind }) => kind);

test.each([
  ['Linear', 'Linear'],
  ['dense', 'Linear'],
  ['fully connected', 'Linear'],
  ['gemm', 'Linear'],
  ['relu', 'ReLU'],
  ['swish', 'SiLU'],
  ['pow', 'Power'],
  ['reducemean', 'Mean'],
  ['prelu', 'PReLU'],
  ['skip connection', 'Add'],
  ['view', 'Reshape'],
])('%s finds %s', (query, kind) => {
  expect(found(query)).toContain(kind);
});

test('the very name comes first, then names that start with what was typed', () => {
  expect(found('max')[0]).toBe('Max');
  expect(found(' conv ').slice(0, 1)).toEqual(['Conv2d']);
  expect(found('softm').slice(0, 2)).toEqual(['Softmax', 'Softmin']);
});

test('nothing typed finds all, nonsense finds none', () => {
  expect(found('')).toEqual([...layers.keys()]);
  expect(found('qqq')).toEqual([]);
});
