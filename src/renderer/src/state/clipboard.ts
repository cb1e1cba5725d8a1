/** What was copied, and putting it in again. */
import type { NodeId } from '#shared/document/document';
import { joinFault } from '#shared/document/joined';
import { copyNodes, type Fragment } from '#shared/document/paste';
import { withBlocks } from '#shared/document/groups';
import { pasteMessages } from '#shared/messages/paste';
import { isProblem, type Problem } from '#shared/messages/problem';
import { withDrawnValues } from '#shared/document/values';
import { clipText, readClip } from './clip-text';
import type { Editor } from './editor.svelte';
import type { Notices } from './notices.svelte';
import type { Selection } from './selection.svelte';

const offset = { x: 40, y: 40 };

/** What was added. */
export interface Pasted {
  readonly nodes: readonly NodeId[];
  readonly notes: readonly string[];
}
const nothing: Pasted = { nodes: [], notes: [] };

export class Clipboard {
  readonly #editor: Editor;
  readonly #selection: Selection;
  readonly #report: (problem: Problem) => void;
  readonly #say: (text: string) => void;
  #content: Fragment | undefined;
  /** The same as it lies on the system's clipboard: as long as it does, all numbers are here. */
  #text = '';
  /** How often it has been pasted: each copy lies a little further. */
  #pasted = 0;

  constructor(editor: Editor, selection: Selection, notices: Pick<Notices, 'report' | 'say'>) {
    this.#report = notices.report;
    this.#say = notices.say;
    this.#editor = editor;
    this.#selection = selection;
  }

  /** Answers the text for the system's clipboard; undefined where nothing is selected. */
  copy(): string | undefined {
    const content = this.#copied();
    if (content.nodes.length + (content.notes?.length ?? 0) === 0) return undefined;
    const { text, isWhole } = clipText(content);
    if (!isWhole) this.#say(pasteMessages.inPart);
    this.#pasted = 0;
    this.#content = content;
    this.#text = text;
    return text;
  }

  /** Answers what was added. What is no part of a network is said. */
  paste(text: string): Pasted {
    const isOwn = text.replaceAll('\r\n', '\n') === this.#text;
    const content = isOwn && this.#content ? this.#content : readClip(text);
    if (!isProblem(content)) return this.#paste(content);
    this.#report(content);
    return nothing;
  }

  duplicate(): Pasted {
    this.#pasted = 0;
    return this.#paste(this.#copied());
  }

  /** With the numbers that were drawn, too: a copy is the same layer again. */
  #copied(): Fragment {
    const { document, inference } = this.#editor;
    const chosen = [...withBlocks(document, this.#selection.nodes), ...this.#selection.notes];
    return copyNodes(withDrawnValues(document, inference), chosen);
  }

  #paste(content: Fragment): Pasted {
    const before = this.#editor.document;
    const fault = joinFault(before, content);
    if (fault) this.#report(fault);
    this.#pasted++;
    const place = { x: offset.x * this.#pasted, y: offset.y * this.#pasted };
    if (!this.#editor.apply({ kind: 'paste', content, offset: place })) return nothing;
    const { nodes, notes = [] } = this.#editor.document;
    return {
      nodes: nodes.slice(before.nodes.length).map(({ id }) => id),
      notes: notes.slice(before.notes?.length ?? 0).map(({ id }) => id),
    };
  }
}
