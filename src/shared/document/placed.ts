/** In a file each node says where its card stands; in memory places are a map of their own. */
import { placeOf, type Document, type Node, type Position } from './document';

export type Placed = Node & { readonly position: Position };

type Standing = Pick<Document, 'nodes' | 'places'>;

export function placed(document: Standing): readonly Placed[] {
  return document.nodes.map((node) => ({ ...node, position: placeOf(document, node.id) }));
}

export function apart(nodes: readonly Placed[]): Standing {
  return {
    nodes: nodes.map(({ position: _, ...node }) => node),
    places: new Map(nodes.map(({ id, position }) => [id, position])),
  };
}
