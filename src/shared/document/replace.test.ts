/** A layer of another kind in the place of one: what is kept, and what fits there. */
import { expect, test } from 'vitest';
import { floatTensor } from '../tensor/tensor';
import { inferShapes } from './infer';
import { endsFor } from './lead';
import { fittingKinds } from './replace';
import { added, edited, ends, wire } from './testing-edits';

const between = edited(
  added('Input', 'Conv2d', 'ReLU'),
  { kind: 'set-attribute', node: 'input-1', name: 'shape', value: [1, 3, 8, 8] },
  { kind: 'set-attribute', node: 'conv2d-1', name: 'in_channels', value: 3 },
  { kind: 'set-attribute', node: 'conv2d-1', name: 'out_channels', value: 5 },
  { kind: 'move', positions: { 'conv2d-1': { x: 200, y: 30 } } },
  wire('input-1', 'conv2d-1'),
  wire('conv2d-1', 'relu-1'),
  { kind: 'set-parameter', node: 'conv2d-1', name: 'bias', value: floatTensor([5], new Float32Array(5)) },
);

test('wires, place and attributes of the same name are kept; the numbers were another layer’s', () => {
  const replaced = edited(between, { kind: 'replace', node: 'conv2d-1', layer: 'ConvTranspose2d' });
  expect(ends(replaced)).toEqual(ends(between));
  const node = replaced.nodes[1];
  expect(node).toMatchObject({
    ...{ id: 'conv2d-1', kind: 'ConvTranspose2d', name: 'ConvTranspose2d 1' },
    attributes: { in_channels: 3, out_channels: 5, output_padding: 0 },
  });
  expect(replaced.places.get('conv2d-1')).toEqual({ x: 200, y: 30 });
  expect(replaced.parameters).toEqual({});
  expect(inferShapes(replaced).problems).toEqual([]);
});

test('a name that the person gave is kept', () => {
  const named = edited(
    between,
    { kind: 'rename', node: 'conv2d-1', name: 'Stem' },
    { kind: 'replace', node: 'conv2d-1', layer: 'MaxPool2d' },
  );
  expect(named.nodes[1]?.name).toBe('Stem');
});

test('wires go to the port in the same place where none is called so, and no two to one', () => {
  const sum = edited(added('Input', 'ReLU', 'Add', 'ReLU'), wire('input-1', 'add-1', 'a'));
  const both = edited(sum, wire('relu-1', 'add-1', 'b'), wire('add-1', 'relu-2'));
  const replaced = edited(both, { kind: 'replace', node: 'add-1', layer: 'GELU' });
  expect(ends(replaced)).toEqual(['add-1 relu-2.x', 'input-1 add-1.x']);
});

test('what fits takes what comes in', () => {
  const kinds = fittingKinds(between, inferShapes(between), 'conv2d-1');
  for (const kind of ['ConvTranspose2d', 'MaxPool2d', 'Flatten', 'ReLU']) expect(kinds).toContain(kind);
  for (const kind of ['Conv2d', 'Conv1d', 'Conv3d', 'Add', 'Input']) expect(kinds).not.toContain(kind);
});

test('an end of a wire is led to another port, or nothing is changed', () => {
  const id = 'input-1.y-conv2d-1.x';
  const to = { node: 'relu-1', port: 'x' };
  const led = edited(between, { kind: 'reroute', edge: id, side: 'to', end: to });
  expect(ends(led)).toEqual(['input-1 relu-1.x']);
  const loop = { kind: 'reroute', edge: id, side: 'from', end: { node: 'relu-1', port: 'y' } } as const;
  expect(edited(between, loop)).toBe(between);
  expect(edited(between, { ...loop, end: { node: 'gone', port: 'y' } })).toBe(between);
  expect(edited(between, { ...loop, end: { node: 'input-1', port: 'y' } })).toBe(between);
});

test('an end may be led to every port that makes no loop, and to no other', () => {
  const id = 'input-1.y-conv2d-1.x';
  expect(endsFor(between, id, 'to')).toEqual([{ node: 'relu-1', port: 'x' }]);
  expect(endsFor(between, id, 'from')).toEqual([]);
  const more = edited(between, { kind: 'add-node', layer: 'GELU', position: { x: 0, y: 0 } });
  expect(endsFor(more, id, 'from')).toEqual([{ node: 'gelu-1', port: 'y' }]);
  for (const end of endsFor(more, id, 'to'))
    expect(edited(more, { kind: 'reroute', edge: id, side: 'to', end })).not.toBe(more);
});
