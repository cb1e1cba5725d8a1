/** The part of a network that is whole, and what of it answers. */
import type { Emission } from '../layers/emit';
import type { Inference, NodeInference } from './infer';

export interface Complete extends NodeInference {
  readonly emission: Emission;
}

export function isComplete(node: NodeInference): node is Complete {
  return node.emission !== undefined;
}

/** In the order they are computed. */
export function completeNodes(inference: Inference): Complete[] {
  return [...inference.nodes.values()].filter(isComplete);
}

/** Nodes marked as outputs; without a mark, those whose value goes nowhere else. */
export function answersOf(nodes: readonly Complete[]): readonly Complete[] {
  const marked = nodes.filter(({ emission }) => emission.graphOutputs.length > 0);
  if (marked.length > 0) return marked;
  const used = new Set(nodes.flatMap(({ inputs }) => inputs.map(({ edge }) => edge?.from.node)));
  return nodes.filter(({ node }) => !used.has(node.id));
}
