/** Layers by any name people use: PyTorch's, an everyday word, or part of either. */
import type { Attributes } from './attributes';
import type { Layer } from './define';
import { layers } from './index';

/** In the palette's order; names that start with the query first. All layers for an empty query. */
export function findLayers(query: string): readonly Layer[] {
  const wanted = query.trim().toLowerCase();
  const rank = ({ kind, group, words }: Layer): number => {
    const name = kind.toLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (name.includes(wanted) || words.some((word) => word.includes(wanted))) return 1;
    return group.includes(wanted) ? 2 : 3;
  };
  return [...layers.values()]
    .map((layer) => ({ layer, rank: rank(layer) }))
    .filter((found) => found.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ layer }) => layer);
}

/** Input ports of a layer as it is first put on the canvas. */
export function initialInputs(layer: Layer): readonly string[] {
  return layer.inputs(initialAttributes(layer));
}

export function initialAttributes(layer: Layer): Attributes {
  return Object.fromEntries(Object.entries(layer.attributes).map(([name, field]) => [name, field.initial]));
}
