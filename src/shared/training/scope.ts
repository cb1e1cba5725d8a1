/** Which part of a network a training run is about: up to the scored node, and only what reaches an output. */
import type { Document, NodeId } from '../document/document';
import type { Inference, NodeInference } from '../document/infer';
import type { TrainingSettings } from '../document/training-settings';
import type { Emission } from '../layers/emit';
import type { Problem } from '../messages/problem';

export interface Complete extends NodeInference {
  readonly emission: Emission;
}

/**
 * The chosen node, else the last that goes nowhere else. Errors: what is broken in it or before it, since the part
 * that is whole is not what the person means to train.
 */
export function scoredNode(
  inference: Inference,
  edges: Document['edges'],
  { scored }: TrainingSettings,
): Complete | Problem | undefined {
  const nodes = [...inference.nodes.values()];
  const sources = new Set(edges.map(({ from }) => from.node));
  const wired = new Set(edges.map(({ to }) => to.node));
  const ends = nodes.filter(({ node }) => !sources.has(node.id));
  const found =
    inference.nodes.get(scored ?? '') ??
    ends.findLast((end) => isComplete(end) && wired.has(end.node.id)) ??
    ends.findLast(({ node }) => wired.has(node.id)) ??
    ends.findLast(isComplete);
  if (!found || isComplete(found)) return found;
  const before = idsLeadingTo(edges, found.node.id);
  return inference.problems.find(({ node }) => before.has(node ?? '')) ?? found.problem;
}

function isComplete(node: NodeInference): node is Complete {
  return node.emission !== undefined;
}

/** The node and everything before it. */
function idsLeadingTo(edges: Document['edges'], end: NodeId): ReadonlySet<NodeId> {
  const ids = new Set([end]);
  for (const id of ids) for (const { from, to } of edges) if (to.node === id) ids.add(from.node);
  return ids;
}

/** The node and everything before it, in order. */
export function leadingTo(inference: Inference, end: Complete): Complete[] {
  const wanted = new Set([end.node.id]);
  for (const { node, inputs } of [...inference.nodes.values()].reverse()) {
    if (wanted.has(node.id)) for (const { edge } of inputs) if (edge) wanted.add(edge.from.node);
  }
  return [...inference.nodes.values()].filter(
    (node): node is Complete => wanted.has(node.node.id) && node.emission !== undefined,
  );
}
