/** What is set of one node: its attributes, and the numbers it brings. */
import type { AttributeValue } from '../layers/attributes';
import { layerOf } from '../layers/layer-of';
import { isProblem } from '../messages/problem';
import { areShapesEqual, sizeOf, type Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { mapNodes, nodeOf, type Document, type FloatTensor, type Node, type NodeId } from './document';

/** Values the layer does not take are passed over, so that a document can always be opened again. */
export function setAttribute(document: Document, id: NodeId, name: string, value: AttributeValue): Document {
  const edited = nodeOf(document, id);
  const fields = (edited && layerOf(edited)?.attributes) || {};
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field || isProblem(field.check(name, value))) return document;
  const changed = mapNodes(document, [id], (node) =>
    JSON.stringify(node.attributes[name]) === JSON.stringify(value)
      ? node
      : withoutRecord({ ...node, attributes: { ...node.attributes, [name]: value } }),
  );
  return withoutLostPorts(changed, id);
}

/** A parameter of an operator may be of any shape; a layer says itself what shape its own have. */
export function setParameter(document: Document, id: NodeId, name: string, value: FloatTensor): Document {
  if (!nodeOf(document, id) || document.parameters[id]?.[name] === value) return document;
  const parameters = { ...document.parameters, [id]: { ...document.parameters[id], [name]: value } };
  return { ...mapNodes(document, [id], (node) => withShape(node, name, value.shape)), parameters };
}

export function setConstant(document: Document, id: NodeId, port: string, value: Tensor): Document {
  const node = nodeOf(document, id);
  const isOwn = node?.op?.inputs.some((input) => input.port === port && input.own === 'constant');
  if (!isOwn) return document;
  const constants = { ...document.constants, [id]: { ...document.constants?.[id], [port]: value } };
  return { ...mapNodes(document, [id], withoutRecord), constants };
}

/** Numbers that say how large an answer is are no more than this: two for each dimension. */
const fewest = 16;

function withShape(node: Node, port: string, shape: Shape): Node {
  const input = node.op?.inputs.find((each) => each.port === port && each.own === 'parameter');
  if (!node.op || !input) return node;
  const isSame = areShapesEqual(input.shape ?? [], shape);
  if (isSame && sizeOf(shape) > fewest) return node;
  const inputs = node.op.inputs.map((each) => (each === input ? { ...each, shape } : each));
  return withoutRecord(isSame ? node : { ...node, op: { ...node.op, inputs } });
}

/** What an operator answered before it was told something else. */
function withoutRecord(node: Node): Node {
  if (!node.op?.record) return node;
  const { record: _, ...op } = node.op;
  return { ...node, op };
}

/** A layer with fewer inputs or outputs than before lets go of the wires to those it lost. */
function withoutLostPorts(document: Document, id: NodeId): Document {
  const node = nodeOf(document, id);
  const layer = node && layerOf(node);
  if (!layer) return document;
  const [inputs, outputs] = [layer.inputs(node.attributes), layer.outputs(node.attributes)].map(
    (ports) => new Set(ports),
  );
  const edges = document.edges.filter(
    ({ from, to }) =>
      (to.node !== id || inputs?.has(to.port)) && (from.node !== id || outputs?.has(from.port)),
  );
  return edges.length === document.edges.length ? document : { ...document, edges };
}
