/** Sizes that the model a document came from leaves open: each has one name, and is one number wherever it stands. */
import type { Document, Node } from './document';

/** The same network for other sizes; those without a name here stay as they are. */
export function withSizes(document: Document, sizes: ReadonlyMap<string, number>): Document {
  const changed = new Map(
    openInputs(document).map(({ node, stated }) => {
      const shape = shapeOf(node).map((now, axis) => sizes.get(nameOf(stated[axis])) ?? now);
      return [node.id, { ...node, attributes: { ...node.attributes, shape } }] as const;
    }),
  );
  return { ...document, nodes: document.nodes.map((node) => changed.get(node.id) ?? node) };
}

/** What the model states of an input; undefined where it came from no model. */
export function statedShape(
  { origin }: Pick<Document, 'origin'>,
  { values }: Pick<Node, 'values'>,
): readonly (number | string)[] | undefined {
  const names = Object.values(values ?? {});
  return origin?.inputs.find(({ name }) => names.includes(name))?.shape;
}

function openInputs(document: Document): readonly { node: Node; stated: readonly (number | string)[] }[] {
  return document.nodes.flatMap((node) => {
    const stated = node.op ? undefined : statedShape(document, node);
    const isOne = stated?.some(isOpen) && shapeOf(node).length === stated.length;
    return isOne && stated ? [{ node, stated }] : [];
  });
}

const isOpen = (size: number | string | undefined): size is string => typeof size === 'string' && size !== '';
const nameOf = (size: number | string | undefined): string => (isOpen(size) ? size : '');

function shapeOf({ attributes }: Node): readonly number[] {
  const { shape } = attributes;
  return Array.isArray(shape) ? (shape as readonly number[]) : [];
}
