/** What a port is in words: its node, its name, and what passes through it. */
import type { End } from '#shared/document/document';
import { answerAt, answerOf } from '#shared/document/infer';
import { canvasMessages } from '#shared/messages/canvas';
import { commonMessages } from '#shared/messages/common';
import { fill } from '#shared/messages/fill';
import { formatShape } from '#shared/tensor/shape';
import type { Session } from '../state/session.svelte';

type Side = 'input' | 'output';

/** `1 x 3 float32`; what is not known yet, or not connected. */
export function passesAt({ editor }: Session, end: End, side: Side): string {
  const { inference } = editor;
  const node = inference.nodes.get(end.node);
  const edge = node?.inputs.find(({ port }) => port === end.port)?.edge;
  if (side === 'input' && !edge) return canvasMessages.notConnected;
  const answer = side === 'input' ? answerOf(inference, edge) : answerAt(node?.emission, end.port);
  if (!answer) return commonMessages.notKnownYet;
  return answer.other ?? `${formatShape(answer.shape)} ${answer.dtype}`;
}

export function tellPort(session: Session, end: End, side: Side): string {
  const { node, port } = end;
  const name = session.editor.inference.nodes.get(node)?.node.name ?? node;
  const text = side === 'input' ? canvasMessages.inputPort : canvasMessages.outputPort;
  return `${fill(text, { name, port })}, ${passesAt(session, end, side)}`;
}
