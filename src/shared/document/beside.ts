/** How a layer that is put beside another is wired to it. */
import { outputPort } from '../layers/define';
import { initialInputs, initialOutput } from '../layers/find';
import { layerOf } from '../layers/layer-of';
import type { ProblemCode } from '../messages/problem';
import type { Document, End, NodeId } from './document';
import { applyEdit, type Edit } from './edits';
import { inferShapes } from './infer';

/** What a layer may still lack that is wired for the first time. */
const incomplete: ReadonlySet<ProblemCode | undefined> = new Set([
  undefined,
  'input-not-connected',
  'input-shape-unknown',
]);

/**
 * A wire from what the node answers to the layer that was added, where the layer takes that; one that takes nothing feeds a
 * free input of the node. Undefined where nothing fits: the layer then stands by itself.
 */
export function wireBeside(document: Document, added: NodeId, beside: NodeId): Edit | undefined {
  const { nodes } = inferShapes(document);
  const [one, other] = [nodes.get(beside), nodes.get(added)];
  const layer = other && layerOf(other.node);
  if (!one || !layer) return undefined;
  const [takes] = initialInputs(layer);
  if (takes !== undefined) {
    const [answers = outputPort] = layerOf(one.node)?.outputs(one.node.attributes) ?? [];
    return fitting(document, { node: beside, port: answers }, { node: added, port: takes });
  }
  const free = one.inputs.find(({ edge }) => !edge)?.port;
  if (free === undefined) return undefined;
  return fitting(document, { node: added, port: initialOutput(layer) }, { node: beside, port: free });
}

function fitting(document: Document, from: End, to: End): Edit | undefined {
  const edit: Edit = { kind: 'connect', from, to };
  const wired = applyEdit(document, edit);
  if (wired === document) return undefined;
  return incomplete.has(inferShapes(wired).nodes.get(to.node)?.problem?.code) ? edit : undefined;
}
