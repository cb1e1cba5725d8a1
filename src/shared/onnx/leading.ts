/** The part of a list of ops that leads to values. */
import type { OpNode } from './graph';

/** In topological order; what reaches none of them is left out. */
export function nodesLeadingTo(nodes: readonly OpNode[], values: ReadonlySet<string>): OpNode[] {
  const wanted = new Set(values);
  const kept: OpNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((output) => wanted.has(output))) continue;
    kept.push(node);
    for (const input of node.inputs) wanted.add(input);
  }
  return kept.reverse();
}
