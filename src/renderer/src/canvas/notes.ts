/** Notes as Svelte Flow draws them, and what was made of them by hand. */
import type { Node as FlowNode } from '@xyflow/svelte';
import type { Document, Position } from '#shared/document/document';
import type { Edit } from '#shared/document/edits';
import { editingMessages } from '#shared/messages/editing';
import { fillShown, shorten } from '#shared/messages/fill';
import { cardAttributes } from './block';
import { sizedAs } from './handles';
import type { Dragged } from './projection';

/** Letters of its text that a note is called by. */
const spoken = 60;

export function projectNotes(
  { notes = [] }: Pick<Document, 'notes'>,
  selected: ReadonlySet<string>,
  dragged: Dragged,
): FlowNode[] {
  return notes.map(({ id, text, position, width, height }): FlowNode => {
    const at = dragged.get(id);
    const said = shorten(text.replace(/\s+/g, ' ').trim(), spoken) || editingMessages.noteEmpty;
    return {
      ...{ id, type: 'note', data: {}, position: at ?? position, dragging: at !== undefined },
      ...sizedAs({ width, height }, { inputs: [], outputs: [] }),
      ariaLabel: fillShown(editingMessages.noteNamed, { text: said }),
      ariaRole: 'group',
      domAttributes: cardAttributes,
      selected: selected.has(id),
      zIndex: 0,
    };
  });
}

/** What moved or was made larger and has come to rest. */
export function noteEdits(
  { notes = [] }: Pick<Document, 'notes'>,
  nodes: readonly FlowNode[],
): readonly Edit[] {
  const known = new Map(notes.map((note) => [note.id, note]));
  const positions: Record<string, Position> = {};
  const sized = nodes.flatMap((node): Edit[] => {
    const note = known.get(node.id);
    if (!note || node.dragging) return [];
    const { x, y } = node.position;
    if (x !== note.position.x || y !== note.position.y) positions[node.id] = { x, y };
    const { width = note.width, height = note.height } = node;
    const isSame = width === note.width && height === note.height;
    return isSame ? [] : [{ kind: 'set-note', note: note.id, change: { width, height } }];
  });
  return Object.keys(positions).length > 0 ? [...sized, { kind: 'move', positions }] : sized;
}
