/** Wires as they are drawn, put through a layer, and led elsewhere. */
import { outputPort } from '../layers/define';
import { layerOf } from '../layers/layer-of';
import { edgeId, nodeOf, type Document, type Edge, type End, type NodeId } from './document';
import { drawnWith } from './groups';

/** Whether a wire would lead data back to where it came from. */
export function makesCycle({ edges }: Pick<Document, 'edges'>, from: NodeId, to: NodeId): boolean {
  const seen = new Set<NodeId>();
  const pending = [to];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (id === from) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of edges) if (edge.from.node === id) pending.push(edge.to.node);
  }
  return false;
}

/** An input takes one wire: a second replaces the first. Wires that would make a loop are not drawn. */
export function connect(document: Document, from: End, to: End): Document {
  const source = nodeOf(document, from.node);
  const target = nodeOf(document, to.node);
  if (!source || !target || makesCycle(document, from.node, to.node)) return document;
  const ports = layerOf(target)?.inputs(target.attributes);
  const outputs = layerOf(source)?.outputs(source.attributes) ?? [outputPort];
  if (!outputs.includes(from.port) || ports?.includes(to.port) === false) return document;
  const edge: Edge = { id: edgeId(from, to), from, to };
  if (document.edges.some(({ id }) => id === edge.id)) return document;
  const others = document.edges.filter((other) => !(other.to.node === to.node && other.to.port === to.port));
  return { ...document, edges: [...others, edge] };
}

export function insertOnEdge(document: Document, id: string, node: NodeId): Document {
  const edge = document.edges.find((candidate) => candidate.id === id);
  const inserted = nodeOf(document, node);
  const layer = inserted && layerOf(inserted);
  const [port] = layer?.inputs(inserted?.attributes ?? {}) ?? [];
  if (!edge || !port) return document;
  const along = new Set(drawnWith(document, edge));
  const cut = { ...document, edges: document.edges.filter((candidate) => !along.has(candidate)) };
  if (makesCycle(cut, edge.from.node, node) || [...along].some(({ to }) => makesCycle(cut, node, to.node)))
    return document;
  const fed = connect(cut, edge.from, { node, port });
  const [answer = outputPort] = layer?.outputs(inserted?.attributes ?? {}) ?? [];
  return [...along].reduce((grown, { to }) => connect(grown, { node, port: answer }, to), fed);
}

/**
 * A wire with one of its ends at another port, with all that is drawn as it; the same document where any of them cannot lead
 * there.
 */
export function reroute(document: Document, id: string, side: 'from' | 'to', end: End): Document {
  const wire = document.edges.find((edge) => edge.id === id);
  if (!wire) return document;
  const along = new Set(drawnWith(document, wire));
  const ends =
    side === 'from' ? [...along].map(({ to }) => ({ from: end, to })) : [{ from: wire.from, to: end }];
  let led: Document = { ...document, edges: document.edges.filter((edge) => !along.has(edge)) };
  for (const { from, to } of ends) {
    const next = connect(led, from, to);
    if (next === led) return document;
    led = next;
  }
  const before = new Set(document.edges.map((edge) => edge.id));
  return led.edges.length === before.size && led.edges.every((edge) => before.has(edge.id)) ? document : led;
}
