/** A network with an operator that is no layer and answers twice: what tests of lenses read. */
import type { HeldOp } from '../layers/operator/held-op';
import { emptyDocument, endKey, type Document, type Edge, type End, type Node } from './document';

const topK: HeldOp = {
  ...{ type: 'TopK', domain: '', captures: {}, attributes: {}, held: {}, kept: {} },
  inputs: [{ port: 'X' }, { port: 'K', own: 'constant' }],
  outputs: ['Values', 'Indices'],
  record: {
    inputs: [{ type: 'float32', shape: [2, 5] }],
    outputs: [
      { type: 'float32', shape: [2, 3] },
      { type: 'int64', shape: [2, 3] },
    ],
  },
};
const cast: HeldOp = {
  ...{ type: 'Cast', domain: '', captures: {}, held: {}, kept: {} },
  inputs: [{ port: 'input' }],
  outputs: ['output'],
  attributes: { to: 'int' },
  record: {
    inputs: [{ type: 'int64', shape: [2, 3] }],
    outputs: [{ type: 'float32', shape: [2, 3] }],
  },
};

const nodes: readonly Node[] = [
  { id: 'scores', kind: 'Input', name: 'scores', attributes: { shape: [2, 5] } },
  { id: 'top', kind: 'onnx.TopK', name: 'top', op: topK, attributes: {} },
  { id: 'relu', kind: 'ReLU', name: 'relu', attributes: {} },
  { id: 'places', kind: 'onnx.Cast', name: 'places', op: cast, attributes: { to: 1 } },
];

function wire(from: End, to: End): Edge {
  return { id: `${endKey(from)}-${endKey(to)}`, from, to };
}

/** scores → top: its Values → relu, its Indices → places. */
export const topScores: Document = {
  ...emptyDocument,
  title: 'Top scores',
  nodes,
  edges: [
    wire({ node: 'scores', port: 'y' }, { node: 'top', port: 'X' }),
    wire({ node: 'top', port: 'Values' }, { node: 'relu', port: 'x' }),
    wire({ node: 'top', port: 'Indices' }, { node: 'places', port: 'input' }),
  ],
  constants: { top: { K: { dtype: 'int64', shape: [1], values: BigInt64Array.of(3n) } } },
};
