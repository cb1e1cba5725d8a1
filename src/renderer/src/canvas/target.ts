/** What on the canvas lies under an element of the window. */
import type { Document, Position } from '#shared/document/document';
import { drawnWith, portsOf, withBlocks } from '#shared/document/groups';
import type { Session } from '../state/session.svelte';
import type { Target } from '../state/targets';
import { endAt } from './block';
import { groupOfFrame } from './frame';

export function targetAt(element: Element, document: Document, position: Position): Target {
  const port = element.closest('.svelte-flow__handle');
  if (port) {
    const [card, handle] = [port.getAttribute('data-nodeid') ?? '', port.getAttribute('data-handleid') ?? ''];
    const side = port.classList.contains('target') ? 'input' : 'output';
    return { kind: 'port', end: endAt(document, card, handle), side };
  }
  const edge = element.closest('.svelte-flow__edge')?.getAttribute('data-id') ?? labelOf(element);
  if (edge) return { kind: 'wire', edge };
  const card = element.closest('.svelte-flow__node');
  const id = card?.getAttribute('data-id');
  if (!card || !id) return { kind: 'canvas', position };
  if (card.classList.contains('svelte-flow__node-note')) return { kind: 'note', note: id };
  if (card.classList.contains('svelte-flow__node-frame')) return { kind: 'frame', group: groupOfFrame(id) };
  return { kind: 'card', id };
}

function labelOf(element: Element): string | null | undefined {
  return element.closest('[data-wire]')?.getAttribute('data-wire');
}

/** What is selected already stays so, that all of it can be acted on; anything else is selected alone. */
export function chooseTarget(session: Session, target: Target): void {
  const { editor, selection } = session;
  const { document } = editor;
  if (target.kind === 'card') {
    const block = document.groups.find(({ id, isClosed }) => isClosed && id === target.id);
    const isChosen = withBlocks(document, selection.nodes).has(block?.nodes[0] ?? target.id);
    const answer = block && (portsOf(document, block).outputs.at(-1)?.node ?? block.nodes[0]);
    if (!isChosen) session.selectNodes([answer ?? target.id]);
  } else if (target.kind === 'note' && !selection.notes.has(target.note)) {
    session.selectNodes([], [], [target.note]);
  } else if (target.kind === 'wire' && !selection.edges.has(target.edge)) {
    const wire = document.edges.find(({ id }) => id === target.edge);
    if (wire)
      session.selectNodes(
        [],
        drawnWith(document, wire).map(({ id }) => id),
      );
  }
}
