/** Layers by any name people use: PyTorch's, ONNX's, an everyday word, or part of either. */
import { isProblem } from '../messages/problem';
import { checkAttributes, type Attributes } from './attributes';
import { outputPort, type Layer } from './define';
import { emitLayer } from './emit';
import { layers } from './index';

/** In the palette's order; names that start with the query first. All layers for an empty query. */
export function findLayers(query: string): readonly Layer[] {
  const wanted = query.trim().toLowerCase();
  const rank = (layer: Layer): number => {
    const name = layer.kind.toLowerCase();
    if (name === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    if (name.includes(wanted) || layer.words.some((word) => word.includes(wanted))) return 2;
    if (operatorOf(layer)?.toLowerCase().startsWith(wanted)) return 3;
    return layer.group.includes(wanted) ? 4 : 5;
  };
  return [...layers.values()]
    .map((layer) => ({ layer, rank: rank(layer) }))
    .filter((found) => found.rank < 5)
    .sort((a, b) => a.rank - b.rank)
    .map(({ layer }) => layer);
}

const operators = new Map<Layer, string | undefined>();

/** What ONNX calls a layer that is a single operator of it. */
function operatorOf(layer: Layer): string | undefined {
  if (!operators.has(layer)) operators.set(layer, onlyOperator(layer));
  return operators.get(layer);
}

function onlyOperator(layer: Layer): string | undefined {
  const [example] = layer.examples;
  const attributes = checkAttributes(layer.attributes, example?.attributes ?? {});
  if (!example || isProblem(attributes)) return undefined;
  const inputs = example.inputs.map((shape, at) => ({ name: `x${at}`, shape }));
  const emission = emitLayer(layer, 'y', inputs, attributes);
  if (isProblem(emission)) return undefined;
  const [node, ...others] = emission.nodes;
  return others.length === 0 ? node?.type : undefined;
}

/** Input ports of a layer as it is first put on the canvas. */
export function initialInputs(layer: Layer): readonly string[] {
  return layer.inputs(initialAttributes(layer));
}

/** What a wire from it begins at. */
export function initialOutput(layer: Layer): string {
  return layer.outputs(initialAttributes(layer))[0] ?? outputPort;
}

export function initialAttributes(layer: Layer): Attributes {
  return Object.fromEntries(Object.entries(layer.attributes).map(([name, field]) => [name, field.initial]));
}
