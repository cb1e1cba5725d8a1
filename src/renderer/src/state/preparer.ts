/** Edits that ask for other rows: many of them are prepared in turns before the document changes, so that nothing waits. */
import { isPrepared, fitRows, rememberFit } from '#shared/data/prepare';
import { numbersOf } from '#shared/data/worked-out';
import type { Document } from '#shared/document/document';
import { applyEdit, type Edit } from '#shared/document/edits';
import { initialTraining } from '#shared/document/training-settings';
import { trainDataMessages } from '#shared/messages/train-data';
import type { Background } from './background.svelte';
import type { Editor } from './editor.svelte';

/** Fewer numbers are prepared before anybody notices. */
const fewNumbers = 1_000_000;

export class Preparer {
  readonly #editor: Editor;
  readonly #background: Background;

  constructor(editor: Editor, background: Background) {
    this.#editor = editor;
    this.#background = background;
  }

  /** The edit is made at once where few rows are to be prepared, and not at all where that is cancelled. */
  async apply(edit: Edit, gesture?: string): Promise<void> {
    const isOpen = this.#editor.watch();
    const { document } = this.#editor;
    if (!(await this.prepare(applyEdit(document, edit))) || !isOpen()) return;
    // What was edited meanwhile is kept: the edit is made on top of it.
    this.#editor.apply(edit, gesture);
  }

  /** Whether the document's rows are prepared now; not where that was cancelled. */
  async prepare({ data, training = initialTraining }: Document): Promise<boolean> {
    if (!data || isPrepared(data, training)) return true;
    const total = numbersOf(data);
    if (total <= fewNumbers) return true;
    const fit = await this.#background.inTurns(fitRows(data, training), total, trainDataMessages.preparing);
    if (fit === undefined) return false;
    rememberFit(data, training, fit);
    return true;
  }
}
