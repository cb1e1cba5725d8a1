/** A recorded case as a document, and what it answers held against what PyTorch did. */
import { expect } from 'vitest';
import { emptyDocument, type Document, type FloatTensor, type Node, type Tensors } from './document';
import { floatTensor, type Tensor } from '../tensor/tensor';
import type { Attributes } from '../layers/attributes';
import { layers } from '../layers/index';
import type { Case, Recorded } from '../layers/reference/recorded';

const tensorOf = ({ shape, values }: Recorded): FloatTensor => floatTensor(shape, values);

export function documentOf({ kind, attributes, inputs, parameters }: Case): Document {
  const node = (id: string, of: string, chosen: Attributes): Node => ({
    id,
    kind: of,
    name: id,
    attributes: chosen,
  });
  const ports = layers.get(kind)?.inputs(attributes) ?? [];
  const set: Tensors = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, tensorOf(value)]),
  );
  return {
    ...emptyDocument,
    nodes: [
      ...inputs.map(({ shape }, at) => node(`source-${at}`, 'Input', { shape })),
      node('subject', kind, attributes),
    ],
    edges: ports.map((port, at) => ({
      id: port,
      from: { node: `source-${at}`, port: 'y' },
      to: { node: 'subject', port },
    })),
    parameters: { subject: set },
    inputs: Object.fromEntries(inputs.map((value, at) => [`source-${at}`, tensorOf(value)])),
  };
}

/** The same NaN or infinity; within 1e-5 of the value, or of what float32 sums as large as the tensor's numbers can tell apart. */
export function expectClose(answered: Tensor | undefined, expected: Recorded, rounding = 1e-7): void {
  expect(answered?.shape).toEqual(expected.shape);
  const sizes = expected.values.map(Math.abs).filter(Number.isFinite);
  const least = rounding * Math.max(1, ...sizes);
  const far = [...(answered?.values ?? [])].flatMap((value, at) => {
    const goal = expected.values[at]!;
    const isSame =
      Object.is(Number(value), goal) ||
      Math.abs(Number(value) - goal) <= Math.max(1e-5 * Math.abs(goal), least);
    return isSame ? [] : [[Number(value), goal]];
  });
  expect(far).toEqual([]);
}
