/** A layer of another kind in the place of one, and the kinds that would fit there. */
import { checkAttributes, type Attributes } from '../layers/attributes';
import { outputPort, type Layer } from '../layers/define';
import { initialAttributes } from '../layers/find';
import { layers } from '../layers/index';
import { layerOf } from '../layers/layer-of';
import { isProblem } from '../messages/problem';
import type { Shape } from '../tensor/shape';
import {
  edgeId,
  freshName,
  isNumbered,
  namesOf,
  nodeOf,
  type Document,
  type Edge,
  type Node,
  type NodeId,
} from './document';
import type { Inference } from './infer';

/**
 * It keeps its place, the wires it has ports for, attributes of the same name, and its name where the person gave it one. Its
 * numbers were another layer's.
 */
export function replace(document: Document, id: NodeId, kind: string): Document {
  const [before, layer] = [nodeOf(document, id), layers.get(kind)];
  if (!before || !layer || before.kind === kind) return document;
  const { isBypassed, isCollapsed, isLocked, stage } = before;
  const attributes = keptAttributes(layer, before.attributes);
  const isNamed = !isNumbered(before);
  const node: Node = {
    ...{ id, kind, attributes },
    name: isNamed ? before.name : freshName(namesOf(document), kind),
    ...(isNamed && stage !== undefined && { stage }),
    ...(isBypassed && { isBypassed }),
    ...(isCollapsed && { isCollapsed }),
    ...(isLocked && { isLocked }),
  };
  const { [id]: _parameters, ...parameters } = document.parameters;
  const { [id]: _input, ...inputs } = document.inputs;
  const { [id]: _constants, ...constants } = document.constants ?? {};
  return {
    ...document,
    nodes: document.nodes.map((each) => (each === before ? node : each)),
    edges: rewired(document.edges, before, node),
    ...{ parameters, inputs },
    ...(document.constants && { constants }),
  };
}

/** As they were where the new layer takes them, else as it begins with. */
function keptAttributes(layer: Layer, before: Attributes): Attributes {
  const initial = initialAttributes(layer);
  const kept = Object.entries(before).filter(([name, value]) => {
    const field = Object.hasOwn(layer.attributes, name) ? layer.attributes[name] : undefined;
    return field && !isProblem(field.check(name, value));
  });
  const attributes: Attributes = { ...initial, ...Object.fromEntries(kept) };
  return isProblem(checkAttributes(layer.attributes, attributes)) ? initial : attributes;
}

/** To ports of the same name, else to the port in the same place; wires that have none are let go. */
function rewired(edges: readonly Edge[], before: Node, after: Node): readonly Edge[] {
  const portsOf = (node: Node) => {
    const layer = layerOf(node);
    return {
      to: layer?.inputs(node.attributes) ?? [],
      from: layer?.outputs(node.attributes) ?? [outputPort],
    };
  };
  const [old, fresh] = [portsOf(before), portsOf(after)];
  const taken = new Set<string>();
  const led = (port: string, side: 'from' | 'to'): string | undefined =>
    fresh[side].includes(port) ? port : fresh[side][old[side].indexOf(port)];
  return edges.flatMap((edge): Edge[] => {
    if (edge.from.node !== before.id && edge.to.node !== before.id) return [edge];
    const from = edge.from.node === before.id ? led(edge.from.port, 'from') : edge.from.port;
    const to = edge.to.node === before.id ? led(edge.to.port, 'to') : edge.to.port;
    if (from === undefined || to === undefined) return [];
    const [start, end] = [
      { ...edge.from, port: from },
      { ...edge.to, port: to },
    ];
    const key = `${end.node} ${end.port}`;
    if (end.node === before.id && taken.size === taken.add(key).size) return [];
    return [{ id: edgeId(start, end), from: start, to: end }];
  });
}

/** Kinds that take just what comes in at a node now, and answer all that is read of it. */
export function fittingKinds(
  { edges }: Pick<Document, 'edges'>,
  inference: Inference,
  id: NodeId,
): ReadonlySet<string> {
  const found = inference.nodes.get(id);
  const wired = (found?.inputs ?? []).filter(({ edge }) => edge);
  const shapes = wired.flatMap(({ shape }): Shape[] => (shape ? [shape] : []));
  if (!found || shapes.length < wired.length) return new Set();
  const read = new Set(edges.filter(({ from }) => from.node === id).map(({ from }) => from.port)).size;
  return new Set(
    [...layers.values()].filter((layer) => isFit(layer, shapes, read, found.node)).map(({ kind }) => kind),
  );
}

function isFit(
  layer: Layer,
  shapes: readonly Shape[],
  read: number,
  { kind, attributes: before }: Node,
): boolean {
  if (layer.kind === kind) return false;
  const attributes = keptAttributes(layer, before);
  const isWired =
    layer.inputs(attributes).length === shapes.length && layer.outputs(attributes).length >= read;
  if (!isWired) return false;
  const checked = checkAttributes(layer.attributes, attributes);
  return !isProblem(checked) && layer.check(shapes, checked, 'eval') === undefined;
}
