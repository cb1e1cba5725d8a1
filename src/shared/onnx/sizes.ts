/** Sizes in a model's attributes that no tensor has: the runtime would take memory for them until there is none. */
import type { GraphProto } from 'onnx-buf';
import { problem, type Problem } from '../messages/problem';
import type { ModelProto } from './model-file';

/** As float32 it takes 4 GB along one dimension alone. */
const mostAlongOne = 1_000_000_000n;

/** Attributes that say how long something is, whatever operator has them; others may name any number. */
const sizes = new Set([
  ...['blocksize', 'dilations', 'hidden_size', 'kernel_shape', 'output_padding', 'output_shape', 'pads'],
  ...['sample_size', 'shape', 'size', 'strides'],
]);

/** The first there is, also in the graphs of loops and branches. */
export function oversizedIn({ graph }: ModelProto): Problem | undefined {
  return graph && oversizedNode(graph);
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
