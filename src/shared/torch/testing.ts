/** Networks with names of every kind, and how they learn. */
import fc from 'fast-check';
import { emptyDocument, type Document, type Edge, type Node } from '../document/document';
import type { TrainingLoop } from './script';

export const training: TrainingLoop = {
  scored: 'head',
  ...{ loss: { code: 'nn.CrossEntropyLoss()' }, optimiser: 'SGD', settings: { lr: 0.1, weight_decay: 0 } },
  schedule: { kind: 'StepLR', settings: { step_size: 1, gamma: 0.1 } },
  ...{ penalties: { l1: 0.1, l2: 0.2 }, clip: { by: 'norm', limit: 1 }, frozen: ['head.bias'] },
  ...{ classes: ['no', 'yes "really"'], answer: [3], row: [3, 8, 8] },
  ...{ epochs: 2, batch: 4, shuffle: true, seed: 1 },
};

const words = [
  ...[
    'WEIGHTS',
    'Path',
    'TensorDataset',
    'ValueError',
    'Network',
    'float',
    'print',
    'network',
    'scores',
    'load_weights',
  ],
  ...[
    'T_destination',
    '__init__',
    '_modules',
    'parameters',
    'half',
    'None',
    'match',
    'a\\',
    "'''",
    '"""',
    '#',
    '\u2028',
  ],
  'class',
  'x',
  'x_',
  'X',
  'self',
  'train',
  'Linear 1',
  'linear-1',
  'nn',
  '',
  '1',
  'a\nb',
  '线',
  'forward',
];
const anyName = fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 8 }));

/** Layers that keep the shape 1 x 4, each reading earlier ones: any branching there is. */
export const anyNetwork: fc.Arbitrary<Document> = fc
  .tuple(
    anyName,
    fc.integer({ min: 1, max: 3 }),
    fc.array(
      fc.record({
        name: anyName,
        kind: fc.constantFrom('ReLU', 'Linear', 'Add', 'Output', 'Dropout', 'Tanh'),
        isBypassed: fc.boolean(),
        from: fc.tuple(fc.nat(), fc.nat()),
      }),
      { maxLength: 12 },
    ),
  )
  .map(([title, inputs, parts]) => {
    const nodes: Node[] = [];
    const edges: Edge[] = [];
    const add = (kind: string, name: string, more: Partial<Node> = {}) => {
      nodes.push({ id: `n${nodes.length}`, kind, name, attributes: {}, ...more });
    };
    for (let at = 0; at < inputs; at++) add('Input', 'x', { attributes: { shape: [1, 4] } });
    for (const { name, kind, isBypassed, from } of parts) {
      const id = `n${nodes.length}`;
      (kind === 'Add' ? ['a', 'b'] : ['x']).forEach((port, at) => {
        const source = `n${(from[at] ?? 0) % nodes.length}`;
        edges.push({ id: `${id}.${port}`, from: { node: source, port: 'y' }, to: { node: id, port } });
      });
      add(kind, name, { isBypassed });
    }
    return { ...emptyDocument, title, nodes, edges };
  });
