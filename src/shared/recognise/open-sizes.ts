/** Sizes that a file leaves open and that its numbers depend on: read for one of them, it is another network at others. */
import type { Document } from '../document/document';
import { openSizes, statedShape } from '../document/sizes';
import { problem, type Problem } from '../messages/problem';
import { listOf } from '../messages/list-of';
import { decodeGraph } from '../onnx/decode';
import type { OpAttributes } from '../onnx/graph';
import type { ModelProto } from '../onnx/model-file';
import { sizesOf } from '../ops/plain/shapes';
import type { Tensor } from '../tensor/tensor';
import { givenShapes } from './see';
import { plainGraph, type PlainGraph } from './plain-graph';

/** It is the network that it was opened as at these sizes alone. */
export function sizesFrozen(document: Document, file: string): Problem {
  const sizes = [...openSizes(document)].map(([name, size]) => `${name} = ${size}`);
  return problem('model-sizes-fixed', { file, sizes: listOf(sizes) });
}

/** As if the file had said the sizes that it was run with. */
export function withFixedSizes(document: Document): Document {
  const { origin, nodes } = document;
  if (!origin) return document;
  const inputs = origin.inputs.map((input) => {
    const node = nodes.find((one) => statedShape({ origin: { ...origin, inputs: [input] } }, one));
    const shape = node && !node.op ? node.attributes.shape : undefined;
    return Array.isArray(shape) ? { ...input, shape: shape.map(Number) } : input;
  });
  return { ...document, origin: { ...origin, inputs } };
}

/** Undefined where it is the same network for every size, but for the shapes it lays numbers out in, which are checked. */
export function frozenSizes(model: ModelProto, file: string): Problem | undefined {
  const graph = decodeGraph(model);
  const open = graph.inputs.flatMap(({ shape }) =>
    shape.filter((size) => typeof size === 'string' || size < 1),
  );
  if (open.length === 0) return undefined;
  const [one, other] = [1, 2].map((size) => plainGraph(graph, { given: givenShapes(graph, size) }));
  if (!one || !other) return undefined;
  const names = listOf([...new Set(open.map(String))]);
  return isSameNetwork(one, other) ? undefined : problem('model-sizes-frozen', { file, names });
}

function isSameNetwork(one: PlainGraph, other: PlainGraph): boolean {
  return (
    one.nodes.length === other.nodes.length &&
    one.nodes.every(({ type, inputs, outputs, attributes }, at) => {
      const node = other.nodes[at];
      if (node?.type !== type || node.outputs.join() !== outputs.join()) return false;
      // Padding that a word asks for depends on the sizes.
      if (textOf(node.attributes) !== textOf(attributes)) return false;
      return inputs.every((name, place) =>
        sizesOf(type, place)
          ? true
          : areSame(one.initializers.get(name), other.initializers.get(node.inputs[place] ?? '')),
      );
    })
  );
}

const textOf = (attributes: OpAttributes): string =>
  JSON.stringify(attributes, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

/** Numbers that are more than this are weights, which no size has a say in. */
const compared = 10_000;

function areSame(one: Tensor | undefined, other: Tensor | undefined): boolean {
  if (one === other) return true;
  if (!one || !other || one.shape.join() !== other.shape.join()) return false;
  return one.values.length > compared || String(one.values) === String(other.values);
}
