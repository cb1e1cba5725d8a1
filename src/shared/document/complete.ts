/** The part of a network that is whole, and what of it answers. */
import type { Answer, Emission } from '../layers/emit';
import type { Origin } from './document';
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

/**
 * What the network answers: nodes marked as outputs; without a mark, those whose values go nowhere else. In the order of
 * the model that it came from.
 */
export function answersOf(nodes: readonly Complete[], origin?: Origin): readonly Complete[] {
  const marked = nodes.filter(({ emission }) => emission.graphOutputs.length > 0);
  const used = new Set(nodes.flatMap(({ inputs }) => inputs.map(({ edge }) => edge?.from.node)));
  const answers = marked.length > 0 ? marked : nodes.filter(({ node }) => !used.has(node.id));
  const order = origin?.outputs ?? [];
  const placeOf = ({ emission }: Complete) => {
    const places = emission.outputs.map(({ name }) => order.indexOf(name)).filter((place) => place >= 0);
    return Math.min(...places, order.length);
  };
  return order.length > 0 ? answers.toSorted((one, other) => placeOf(one) - placeOf(other)) : answers;
}

/** The values that are answers: of an operator with several, those that the model it came from names. */
export function answeredValues(nodes: readonly Complete[], origin?: Origin): readonly Answer[] {
  return answersOf(nodes, origin).flatMap(({ emission: { outputs } }) => {
    const named = outputs.filter(({ name }) => origin?.outputs.includes(name));
    return named.length > 0 ? named : outputs.slice(0, 1);
  });
}
