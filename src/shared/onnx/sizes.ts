/** Sizes that no model has: the runtime would take memory for them until there is none. */
import type { GraphProto, NodeProto } from 'onnx-buf';
import { problem, type Problem } from '../messages/problem';
import type { ModelProto } from './model-file';
import { functionKey, innerGraphs } from './model-parts';

/** As float32 it takes 4 GB along one dimension alone. */
const mostAlongOne = 1_000_000_000n;

/** Attributes that say how long something is, whatever operator has them; others may name any number. */
const sizes = new Set([
  ...['blocksize', 'dilations', 'hidden_size', 'kernel_shape', 'output_padding', 'output_shape', 'pads'],
  ...['sample_size', 'shape', 'size', 'strides'],
]);

/** Functions stand for what they compute wherever they are called, in the runtime, too. */
const mostCalled = 200_000;
const deepest = 1000;

/** The first there is, also in the graphs of loops and branches. */
export function oversizedIn(model: ModelProto): Problem | undefined {
  return tooManyCalled(model) ?? (model.graph && oversizedNode(model.graph));
}

/** What the model's functions come to; one that calls itself is the runtime's to refuse. */
export function tooManyCalled({ graph, functions }: ModelProto): Problem | undefined {
  const bodies = new Map(functions.map((body) => [functionKey(body, body.name), body.node]));
  const sizes = new Map<string, number>();
  const sizeOf = (nodes: readonly NodeProto[], depth = 0): number => {
    if (depth > deepest) return Infinity;
    let size = 0;
    for (const node of nodes) {
      const key = functionKey(node, node.opType);
      const body = bodies.get(key);
      for (const inner of innerGraphs(node)) size += sizeOf(inner.node, depth + 1);
      // Zero while it is being counted: it calls itself.
      if (body && !sizes.has(key)) {
        sizes.set(key, 0);
        sizes.set(key, sizeOf(body, depth + 1));
      }
      size += body ? (sizes.get(key) ?? 0) : 1;
    }
    return size;
  };
  const isTooMany = functions.length > 0 && graph && sizeOf(graph.node) > mostCalled;
  return isTooMany ? problem('functions-too-long', { limit: mostCalled }) : undefined;
}

function oversizedNode(graph: GraphProto): Problem | undefined {
  for (const { name, opType, output, attribute } of graph.node) {
    for (const { name: attributeName, i, ints, g } of attribute) {
      const inside = g && oversizedNode(g);
      if (inside) return inside;
      const value = sizes.has(attributeName) ? [i, ...ints].find(isTooLong) : undefined;
      if (value === undefined) continue;
      const node = `${opType} ${name || (output[0] ?? '')}`;
      return problem('size-too-large', {
        node,
        attribute: attributeName,
        value: String(value),
        limit: String(mostAlongOne),
      });
    }
  }
  return undefined;
}

const isTooLong = (value: bigint): boolean => value > mostAlongOne || value < -mostAlongOne;
