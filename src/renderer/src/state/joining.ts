/** Networks put together and taken apart: another file's into or beside this one, and a part of this one as its own. */
import type { Desktop } from '#shared/contract/desktop';
import { cutOut } from '#shared/document/cut-out';
import type { End, NodeId } from '#shared/document/document';
import { withBlocks } from '#shared/document/groups';
import { joinFault } from '#shared/document/joined';
import { answersHidden, besideAll } from '#shared/document/paste';
import { fileMessages } from '#shared/messages/files';
import { fill } from '#shared/messages/fill';
import { describeProblem, isProblem } from '#shared/messages/problem';
import type { Tensor } from '#shared/tensor/tensor';
import type { Background } from './background.svelte';
import type { Comparer } from './comparer.svelte';
import type { Editor } from './editor.svelte';
import type { Notices } from './notices.svelte';
import { openBeside } from './open-beside';
import type { Selection } from './selection.svelte';
import type { Trainer } from './trainer.svelte';
import type { Workspace } from './workspace.svelte';

interface Parts {
  readonly desktop: Desktop;
  readonly editor: Editor;
  readonly selection: Selection;
  readonly trainer: Trainer;
  readonly workspace: Workspace;
  readonly comparer: Comparer;
  readonly background: Background;
  readonly notices: Notices;
  /** What the last run found, where all of it is here. */
  readonly answered: (end: End) => Tensor | undefined;
  readonly select: (nodes: readonly NodeId[]) => void;
}

export class Joining {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What is selected, as a network of its own in place of this one. */
  async cutOut(): Promise<void> {
    const { editor, selection, trainer, workspace, notices, answered } = this.#parts;
    if (selection.nodes.size === 0) return;
    const chosen = withBlocks(editor.document, selection.nodes);
    const part = cutOut(trainer.document, editor.inference, chosen, answered);
    if (isProblem(part)) notices.report(part);
    else await workspace.openMade(part);
  }

  /** Another file's network is run on what goes in here. */
  async compareWithFile(): Promise<void> {
    const { comparer, notices } = this.#parts;
    const found = await openBeside(this.#parts);
    if (!found) return;
    comparer.take(found.name, found.opened.document);
    for (const note of found.opened.notes) notices.say(describeProblem(note));
  }

  /** Nothing where it is cancelled, or another document is open by then. */
  async insert(): Promise<void> {
    const { editor, notices, select } = this.#parts;
    const found = await openBeside(this.#parts);
    if (!found) return;
    const { name, opened } = found;
    const before = editor.document;
    const fault = joinFault(before, opened.document);
    if (fault) {
      notices.report(fault);
      return;
    }
    const content = opened.document;
    if (!editor.apply({ kind: 'paste', content, offset: besideAll(before, content) })) return;
    const added = editor.document.nodes.slice(before.nodes.length).map(({ id }) => id);
    select(added);
    notices.say(fill(fileMessages.inserted, { name, count: added.length }));
    for (const note of opened.notes) notices.say(describeProblem(note));
    const hidden = answersHidden(before, content, editor.document);
    if (hidden.length > 0) notices.say(fill(fileMessages.answersHidden, { names: hidden.join(', ') }));
  }
}
