/** Where the end of a wire may be led. */
import { outputPort } from '../layers/define';
import { layerOf } from '../layers/layer-of';
import type { Document, End, NodeId } from './document';
import { drawnWith, wiresOf } from './groups';

/** Every other port that takes it without a loop, in the order of the document. */
export function endsFor(document: Document, id: string, side: 'from' | 'to'): readonly End[] {
  const wire = document.edges.find((edge) => edge.id === id);
  if (!wire) return [];
  const along = drawnWith(document, wire);
  const barred =
    side === 'to'
      ? reached(document, [wire.from.node], 'from')
      : reached(
          document,
          along.map(({ to }) => to.node),
          'to',
        );
  const now = wire[side];
  return document.nodes.flatMap((node): End[] => {
    if (barred.has(node.id)) return [];
    const layer = layerOf(node);
    const ports =
      side === 'to'
        ? (layer?.inputs(node.attributes) ?? [])
        : (layer?.outputs(node.attributes) ?? [outputPort]);
    return ports
      .filter((port) => node.id !== now.node || port !== now.port)
      .map((port) => ({ node: node.id, port }));
  });
}

/** These and all before them, or all after them. */
function reached(document: Document, ids: readonly NodeId[], end: 'from' | 'to'): ReadonlySet<NodeId> {
  const wires = wiresOf(document.edges);
  const found = new Set(ids);
  for (const id of found) {
    const next = end === 'from' ? wires.get(id)?.into : wires.get(id)?.from;
    for (const edge of next ?? []) found.add(edge[end].node);
  }
  return found;
}
