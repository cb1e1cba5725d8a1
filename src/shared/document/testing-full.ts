/** A document with something of everything that its file holds. */
import { floatTensor } from '../tensor/tensor';
import type { Document, Node } from './document';

const node = (id: string, kind: string, attributes: Node['attributes'] = {}): Node => ({
  id,
  kind,
  name: `The ${id}`,
  attributes,
});
export const full: Document = {
  title: 'Ünïcode "title" 🙂',
  seed: 12345,
  nodes: [
    node('input-1', 'Input', { shape: [2, 3], dtype: 'float32' }),
    { ...node('linear-1', 'Linear', { in_features: null, out_features: 2, bias: true }), stage: 'First' },
    { ...node('relu-1', 'ReLU'), isBypassed: true, isCollapsed: true },
    node('far-1', 'Teleport', { distance: 4, isSafe: false, via: [1, 2], back: null }),
  ],
  edges: [
    { id: 'input-1.y-linear-1.x', from: { node: 'input-1', port: 'y' }, to: { node: 'linear-1', port: 'x' } },
    { id: 'linear-1.y-relu-1.x', from: { node: 'linear-1', port: 'y' }, to: { node: 'relu-1', port: 'x' } },
  ],
  groups: [{ id: 'group-1', name: 'Group 1', nodes: ['linear-1', 'relu-1'] }],
  places: new Map(
    ['input-1', 'linear-1', 'relu-1', 'far-1'].map((id, at) => [id, { x: 3 - 1.5 * at, y: 2 }]),
  ),
  parameters: {
    'linear-1': { weight: floatTensor([2, 3], [1, 2, 3, 4, 5, 0.1]), bias: floatTensor([2], [-0, 1e-40]) },
  },
  inputs: { 'input-1': floatTensor([2, 3], [1, 2, 3, 4, 5, 6]) },
};
