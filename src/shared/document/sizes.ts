/** Sizes that the model a document came from leaves open: each has one name, and is one number wherever it stands. */
import { checkAttributes } from '../layers/attributes';
import { layerOf } from '../layers/layer-of';
import { isProblem, type Problem } from '../messages/problem';
import { areShapesEqual } from '../tensor/shape';
import { mapNodes, type Document, type Node } from './document';

/** What is open, by name, with the size it has now. */
export function openSizes(document: Pick<Document, 'nodes' | 'origin'>): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { node, stated } of openInputs(document)) {
    for (const [axis, size] of shapeOf(node).entries()) {
      const name = stated[axis];
      if (isOpen(name) && !sizes.has(name)) sizes.set(name, size);
    }
  }
  return sizes;
}

/** The same network for other sizes; those without a name here stay as they are. */
export function withSizes(document: Document, sizes: ReadonlyMap<string, number>): Document {
  const changed = new Map(
    openInputs(document).map(({ node, stated }) => {
      const shape = shapeOf(node).map((now, axis) => sizes.get(nameOf(stated[axis])) ?? now);
      return [node.id, { ...node, attributes: { ...node.attributes, shape } }] as const;
    }),
  );
  return mapNodes(document, changed.keys(), (node) => {
    const other = changed.get(node.id) ?? node;
    return areShapesEqual(shapeOf(other), shapeOf(node)) ? node : other;
  });
}

/** Why an input cannot have these sizes; undefined where all can. */
export function sizesFault(document: Document, sizes: Readonly<Record<string, number>>): Problem | undefined {
  const sized = withSizes(document, new Map(Object.entries(sizes)));
  const found = openInputs(sized).map(({ node }) =>
    checkAttributes(layerOf(node)?.attributes ?? {}, node.attributes),
  );
  return found.find(isProblem);
}

export function setSizes(document: Document, sizes: Readonly<Record<string, number>>): Document {
  return sizesFault(document, sizes) ? document : withSizes(document, new Map(Object.entries(sizes)));
}

/** What the model states of an input; undefined where it came from no model. */
export function statedShape(
  { origin }: Pick<Document, 'origin'>,
  { values }: Pick<Node, 'values'>,
): readonly (number | string)[] | undefined {
  const names = Object.values(values ?? {});
  return origin?.inputs.find(({ name }) => names.includes(name))?.shape;
}

function openInputs(
  document: Pick<Document, 'nodes' | 'origin'>,
): readonly { node: Node; stated: readonly (number | string)[] }[] {
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
