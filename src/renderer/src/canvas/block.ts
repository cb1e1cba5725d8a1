/** A closed group: one card where its nodes are, whose ports are theirs. */
import type { Node as FlowNode } from '@xyflow/svelte';
import {
  endKey,
  nodeOf,
  type Document,
  type End,
  type Group,
  type Node,
  type NodeId,
} from '#shared/document/document';
import { cornerOf, groupsAround, nestingOf, portsOf, type BlockPorts } from '#shared/document/groups';
import { answerAt, type Inference } from '#shared/document/infer';
import { layerOf } from '#shared/layers/layer-of';
import { timesOf } from '#shared/layout/alike';
import { blockBox } from '#shared/layout/card';
import { canvasMessages } from '#shared/messages/canvas';
import { commonMessages } from '#shared/messages/common';
import { fill } from '#shared/messages/fill';
import { describeAnswer } from '../ui/shapes';
import { sizedAs, type Ports } from './handles';

/** A port of a block is named after the node it belongs to. */
export const handleOf = endKey;

/** Walked to by the keys; no Tab stop. Written as the canvas writes it, which would take it away otherwise. */
export const cardAttributes = { tabIndex: -1 } as NonNullable<FlowNode['domAttributes']>;

/** The nodes a card stands for: one, or all that a closed block holds. */
export function nodesOn(document: Document, card: string): readonly NodeId[] {
  return document.groups.find(({ id, isClosed }) => isClosed && id === card)?.nodes ?? [card];
}

/** What a card can be wired by. */
export function portsAt(document: Document, card: string): BlockPorts {
  const nodes = nodesOn(document, card);
  if (nodes[0] !== card) return portsOf(document, { nodes });
  const node = nodeOf(document, card);
  const { inputs, outputs } = node ? portsOfNode(node) : none;
  const toEnd = (port: string): End => ({ node: card, port });
  return { inputs: inputs.map(toEnd), outputs: outputs.map(toEnd) };
}

const none: Ports = { inputs: [], outputs: [] };

export function portsOfNode(node: Node): Ports {
  const layer = layerOf(node);
  return layer ? { inputs: layer.inputs(node.attributes), outputs: layer.outputs(node.attributes) } : none;
}

/** The end that a port of a card stands for. */
export function endAt(document: Document, card: string, handle: string): End {
  const [node = '', port = ''] = handle.split('.');
  return nodesOn(document, card)[0] === card ? { node: card, port: handle } : { node, port };
}

export function blockCardOf(
  document: Document,
  inference: Inference,
  group: Group,
  selected: boolean,
): FlowNode {
  const times = timesOf(document, inference, group);
  const members = new Set(group.nodes);
  const isLocked = document.nodes.some((node) => node.isLocked && members.has(node.id));
  const ariaLabel = fill(times > 1 ? canvasMessages.blockOfAlike : canvasMessages.block, {
    ...{ name: group.name, times },
    count: group.nodes.length,
    shape: shapesOf(document, inference, group) || commonMessages.notKnownYet,
  });
  const { inputs, outputs } = portsOf(document, group);
  const ports = { inputs: inputs.map(handleOf), outputs: outputs.map(handleOf) };
  return {
    ...{ id: group.id, type: 'block', data: {}, position: cornerOf(document, group) },
    ...sizedAs(blockBox(Math.max(inputs.length, outputs.length)), ports),
    draggable: !isLocked,
    ...{ ariaLabel, ariaRole: 'group', domAttributes: cardAttributes, selected },
  };
}

/** So many shapes are told one by one. */
const mostShapes = 3;

/** Of what the block answers. */
export function shapesOf(document: Document, inference: Inference, group: Group): string {
  const shapes = portsOf(document, group).outputs.flatMap(({ node, port }) => {
    const answer = answerAt(inference.nodes.get(node)?.emission, port);
    return answer ? [describeAnswer(answer)] : [];
  });
  const told = shapes.slice(0, shapes.length > mostShapes ? mostShapes - 1 : mostShapes);
  const count = shapes.length - told.length;
  const others = count > 0 ? [fill(canvasMessages.moreShapes, { count })] : [];
  return [...told, ...others].join(commonMessages.and);
}

/** What the name of a node or a group says again of the frames it is in. */
export function saidAround(document: Document, of: NodeId | Group, name: string): string {
  const around = groupsAround(nestingOf(document), of).map((frame) => `${frame.name}.`);
  return around.find((path) => name.startsWith(path)) ?? '';
}
