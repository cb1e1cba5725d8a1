/** What is under way on the canvas beside selecting and dragging: a menu, a name, a layer's other kind, a wire's other end. */
import type { CanvasColour, NodeId, Position } from '#shared/document/document';
import { freshId } from '#shared/document/document';
import { takenIds } from '#shared/document/notes';
import { Arranging } from './arranging';
import type { Background } from './background.svelte';
import type { Editor } from './editor.svelte';
import type { Notices } from './notices.svelte';
import type { Selection } from './selection.svelte';
import type { Settings } from './settings.svelte';
import type { Target } from './targets';
import type { View } from './view.svelte';

interface Parts {
  readonly editor: Editor;
  readonly selection: Selection;
  readonly settings: Settings;
  readonly view: View;
  readonly background: Background;
  readonly notices: Notices;
}

export class Editing {
  readonly #parts: Parts;
  readonly arranging: Arranging;
  /** Open while this is set, at a point of the window. */
  menu = $state.raw<{ readonly target: Target; readonly x: number; readonly y: number } | undefined>();
  /** The node, group or note whose name or text is being typed. */
  renaming = $state<string | undefined>();
  /** The node that another kind is looked for. */
  replacing = $state<NodeId | undefined>();
  /** The wire whose end is to be led elsewhere. */
  leading = $state.raw<{ readonly edge: string; readonly side: 'from' | 'to' } | undefined>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.arranging = new Arranging(parts);
  }

  /** At once open to be written in. */
  addNote(position: Position): void {
    const { editor, selection } = this.#parts;
    const id = freshId(takenIds(editor.document), 'note');
    if (!editor.apply({ kind: 'add-note', position, id })) return;
    selection.select([], [], [id]);
    this.renaming = id;
  }

  /** Names what is selected, where that is one thing. */
  renameChosen(): void {
    const { selection } = this.#parts;
    this.renaming = selection.only ?? [...selection.notes][0];
  }

  colour(ids: readonly string[], colour: CanvasColour | undefined): void {
    this.#parts.editor.apply({ kind: 'set-colour', ids, colour });
  }

  /** What belonged to the document that was closed. */
  reset(): void {
    this.menu = undefined;
    this.renaming = undefined;
    this.replacing = undefined;
    this.leading = undefined;
  }
}
