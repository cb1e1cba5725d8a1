/** What was copied, and putting it in again. */
import type { NodeId } from '#shared/document/document';
import { joinFault } from '#shared/document/joined';
import { copyNodes, type Fragment } from '#shared/document/paste';
import { withBlocks } from '#shared/document/groups';
import type { Problem } from '#shared/messages/problem';
import { withDrawnValues } from '#shared/document/values';
import type { Editor } from './editor.svelte';
import type { Selection } from './selection.svelte';

const offset = { x: 40, y: 40 };

export class Clipboard {
  readonly #editor: Editor;
  readonly #selection: Selection;
  readonly #report: (problem: Problem) => void;
  #content: Fragment | undefined;
  /** How often it has been pasted: each copy lies a little further. */
  #pasted = 0;

  constructor(editor: Editor, selection: Selection, report: (problem: Problem) => void) {
    this.#report = report;
    this.#editor = editor;
    this.#selection = selection;
  }

  copy(): void {
    this.#pasted = 0;
    if (this.#selection.nodes.size > 0) this.#content = this.#copied();
  }

  /** Answers the nodes that were added. */
  paste(): readonly NodeId[] {
    return this.#content ? this.#paste(this.#content) : [];
  }

  duplicate(): readonly NodeId[] {
    this.#pasted = 0;
    return this.#paste(this.#copied());
  }

  /** With the numbers that were drawn, too: a copy is the same layer again. */
  #copied(): Fragment {
    const { document, inference } = this.#editor;
    return copyNodes(withDrawnValues(document, inference), [...withBlocks(document, this.#selection.nodes)]);
  }

  #paste(content: Fragment): readonly NodeId[] {
    const fault = joinFault(this.#editor.document, content);
    if (fault) this.#report(fault);
    const before = new Set(this.#editor.document.nodes.map(({ id }) => id));
    this.#pasted++;
    const place = { x: offset.x * this.#pasted, y: offset.y * this.#pasted };
    this.#editor.apply({ kind: 'paste', content, offset: place });
    return this.#editor.document.nodes.map(({ id }) => id).filter((id) => !before.has(id));
  }
}
