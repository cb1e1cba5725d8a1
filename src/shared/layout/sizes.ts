/** How much room the cards of a document take. */
import { portsOf } from '../document/groups';
import type { Document, Group, Node } from '../document/document';
import type { Inference } from '../document/infer';
import { describeAnswer } from '../layers/answer-words';
import type { Answer } from '../layers/emit';
import { layerOf } from '../layers/layer-of';
import { blockBox, nodeBox, type Size } from './card';

export function nodeSize(node: Node, inference: Inference): Size {
  const { id, attributes, isCollapsed } = node;
  const output = inference.nodes.get(id)?.emission?.output;
  const layer = layerOf(node);
  const ports = Math.max(layer?.inputs(attributes).length ?? 0, layer?.outputs(attributes).length ?? 0);
  return nodeBox(output && !output.other ? output.shape : undefined, ports, isCollapsed);
}

/** Of a letter of what a wire says, and of what is around all of them. */
const letter = 7.3;
const aroundLabel = 20;

/** How wide what a wire says of its value is. */
export function labelWidth(answer: Pick<Answer, 'dtype' | 'shape' | 'other'> | undefined): number {
  return answer ? Math.ceil(describeAnswer(answer).length * letter + aroundLabel) : 0;
}

/** Of a group that is closed. */
export function blockSize(document: Document, group: Group): Size {
  const { inputs, outputs } = portsOf(document, group);
  return blockBox(Math.max(inputs.length, outputs.length));
}
