/** Operators in the order they are computed: the runtime puts them so itself, and whatever looks into a model reads them so. */
import type { ModelProto, NodeProto } from 'onnx-buf';
import { capturedBy } from './held';
import { copyOf, graphOf } from './model-parts';

/** The same model where they are, and where they form a loop. */
export function inOrder(model: ModelProto): ModelProto {
  const { node: nodes } = graphOf(model);
  const makers = new Map(
    nodes.flatMap((node) => node.output.filter(Boolean).map((name) => [name, node] as const)),
  );
  const waiting = new Map(nodes.map((node) => [node, sourcesOf(node, makers)] as const));
  const places = new Map(nodes.map((node, at) => [node, at]));
  const isAhead = (source: NodeProto, node: NodeProto) => (places.get(source) ?? 0) < (places.get(node) ?? 0);
  if ([...waiting].every(([node, sources]) => [...sources].every((source) => isAhead(source, node))))
    return model;
  const readers = new Map<NodeProto, NodeProto[]>(nodes.map((node) => [node, []]));
  for (const [node, sources] of waiting) for (const source of sources) readers.get(source)?.push(node);
  const ordered = nodes.filter((node) => waiting.get(node)?.size === 0);
  for (const done of ordered) {
    for (const reader of readers.get(done) ?? []) {
      const left = waiting.get(reader);
      left?.delete(done);
      if (left?.size === 0) ordered.push(reader);
    }
  }
  if (ordered.length < nodes.length) return model;
  return copyOf(model, { graph: copyOf(graphOf(model), { node: ordered }) });
}

function sourcesOf(node: NodeProto, makers: ReadonlyMap<string, NodeProto>): Set<NodeProto> {
  return new Set([...node.input, ...capturedBy(node)].flatMap((name) => makers.get(name) ?? []));
}
