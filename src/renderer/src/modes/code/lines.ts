/** Lines and the layers they are about. */
import type { NodeId } from '#shared/document/document';
import type { Session } from '../../state/session.svelte';

interface Line {
  readonly node?: NodeId;
}

/** On a canvas with more layers than this, each of them is too small to find. */
const mostInSight = 24;

export function linesAbout(lines: readonly Line[], nodes: ReadonlySet<NodeId>): ReadonlySet<number> {
  return new Set(lines.flatMap(({ node }, at) => (node !== undefined && nodes.has(node) ? [at] : [])));
}

/** Selects the layer of a line, and brings it into sight on a large canvas. */
export function pickLine(session: Session, line: Line | undefined): void {
  if (line?.node === undefined) return;
  session.selectNodes([line.node]);
  if (session.editor.document.nodes.length > mostInSight) session.view.show(line.node);
}
