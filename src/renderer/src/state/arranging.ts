/** What is selected put in order: tidied, aligned, with the same room between. */
import { placeOf, type NodeId, type Position } from '#shared/document/document';
import { withBlocks } from '#shared/document/groups';
import { aligned, distributed, type Alignment, type Distribution } from '#shared/layout/align';
import { boxAt, type Box } from '#shared/layout/box';
import { cardsOf, tidyRequest } from '#shared/layout/tidy-request';
import { editingMessages } from '#shared/messages/editing';
import { isProblem } from '#shared/messages/problem';
import type { Background } from './background.svelte';
import type { Editor } from './editor.svelte';
import type { Notices } from './notices.svelte';
import type { Selection } from './selection.svelte';
import type { Settings } from './settings.svelte';
import type { View } from './view.svelte';

interface Parts {
  readonly editor: Editor;
  readonly selection: Selection;
  readonly settings: Settings;
  readonly view: View;
  readonly background: Background;
  readonly notices: Notices;
}

export class Arranging {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Beside the window's thread: what was edited meanwhile is not thrown about. The view goes along. */
  async tidy(): Promise<void> {
    const { editor, selection, settings, view, background, notices } = this.#parts;
    const { document, inference } = editor;
    if (document.nodes.length === 0) return;
    const request = tidyRequest(document, inference, settings.tidyDirection, selection.nodes);
    const positions = await background.run('tidy', request, editingMessages.tidying);
    if (positions === undefined || editor.document !== document) return;
    if (isProblem(positions)) notices.report(positions);
    else {
      editor.apply({ kind: 'move', positions, as: 'tidy' });
      view.fit();
    }
  }

  align(to: Alignment): void {
    this.#move(aligned(this.boxes, to), 'align');
  }

  distribute(along: Distribution): void {
    this.#move(distributed(this.boxes, along), 'distribute');
  }

  /** Of all cards and notes that are selected. */
  get boxes(): ReadonlyMap<string, Box> {
    const { editor, selection } = this.#parts;
    const chosen = withBlocks(editor.document, selection.nodes);
    const cards = cardsOf(editor.document, editor.inference).filter(({ nodes: [first = ''] }) =>
      chosen.has(first),
    );
    const notes = (editor.document.notes ?? []).filter(({ id }) => selection.notes.has(id));
    return new Map([
      ...cards.map(({ id, box }) => [id, box] as const),
      ...notes.map(({ id, position, width, height }) => [id, boxAt(position, { width, height })] as const),
    ]);
  }

  /** What is locked stays where it is. */
  #move(moves: ReadonlyMap<string, Position>, as: 'align' | 'distribute'): void {
    const { editor } = this.#parts;
    const { document } = editor;
    const nodes = new Map(document.nodes.map((node) => [node.id, node]));
    const blocks = new Map(document.groups.map((group) => [group.id, group.nodes]));
    const notes = new Map((document.notes ?? []).map((note) => [note.id, note]));
    const positions: Record<string, Position> = {};
    for (const [card, by] of moves) {
      const members: readonly NodeId[] = blocks.get(card) ?? [card];
      if (members.some((id) => nodes.get(id)?.isLocked)) continue;
      for (const id of members) {
        const { x, y } = notes.get(id)?.position ?? placeOf(document, id);
        positions[id] = { x: x + by.x, y: y + by.y };
      }
    }
    editor.apply({ kind: 'move', positions, as });
  }
}
