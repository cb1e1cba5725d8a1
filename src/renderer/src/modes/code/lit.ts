/** Which lines are about what is selected. */
import type { NodeId } from '#shared/document/document';

export function linesAbout(
  lines: readonly { readonly node?: NodeId }[],
  nodes: ReadonlySet<NodeId>,
): ReadonlySet<number> {
  return new Set(lines.flatMap(({ node }, at) => (node !== undefined && nodes.has(node) ? [at] : [])));
}
