/** The numbers an Input may be given, by the layers that read it. */
import { checkAttributes } from '../layers/attributes';
import type { Accepted } from '../layers/define';
import { layerOf } from '../layers/layer-of';
import { isProblem, type Problem } from '../messages/problem';
import { numberAt, type Tensor } from '../tensor/tensor';
import { stageName, type Document, type NodeId } from './document';

/** The narrowest of what its readers take; undefined where any number will do. What lies between is not looked through. */
export function acceptedBy(
  { nodes, edges }: Pick<Document, 'nodes' | 'edges'>,
  id: NodeId,
): Accepted | undefined {
  const found = edges.flatMap(({ from, to }): Accepted[] => {
    const reader = from.node === id ? nodes.find((node) => node.id === to.node) : undefined;
    const layer = reader?.isBypassed ? undefined : reader && layerOf(reader);
    const attributes = layer && checkAttributes(layer.attributes, reader?.attributes ?? {});
    if (!reader || !layer || !attributes || isProblem(attributes)) return [];
    const accepted = layer.accepts(to.port, attributes);
    if (!accepted) return [];
    const { below, refuse } = accepted;
    return [
      {
        below,
        refuse(value) {
          const refused = refuse(value);
          return { ...refused, node: reader.id, values: { name: stageName(reader), ...refused.values } };
        },
      },
    ];
  });
  return found.sort((a, b) => a.below - b.below)[0];
}

/** Why the numbers cannot be given to an Input; undefined where they can. */
export function refusalOf(
  document: Pick<Document, 'nodes' | 'edges'>,
  id: NodeId,
  given: Tensor,
): Problem | undefined {
  const accepted = acceptedBy(document, id);
  return accepted && refusedBy(accepted, given);
}

/** Whether an Input was set to a number that a layer reading it does not take. */
export function hasRefusals({ nodes, edges, inputs }: Pick<Document, 'nodes' | 'edges' | 'inputs'>): boolean {
  return Object.entries(inputs).some(([id, given]) => refusalOf({ nodes, edges }, id, given));
}

/** Why a port does not take one of the numbers; undefined where it takes them all. */
export function refusedBy({ below, refuse }: Accepted, given: Tensor): Problem | undefined {
  for (let at = 0; at < given.values.length; at++) {
    const value = numberAt(given, at);
    if (!(Number.isInteger(value) && value >= 0 && value < below)) return refuse(value);
  }
  return undefined;
}
