/** Groups and blocks, as they are opened, closed, put in and kept; and layers that open up into others. */
import { blockOf } from '#shared/document/blocks';
import type { Group, NodeId, Position } from '#shared/document/document';
import type { Edit } from '#shared/document/edits';
import { isExpandable } from '#shared/document/expand';
import { hiddenIn, portsOf } from '#shared/document/groups';
import { canvasMessages } from '#shared/messages/canvas';
import { fill } from '#shared/messages/fill';
import { problem, type Problem } from '#shared/messages/problem';
import type { Blocks } from './blocks.svelte';
import type { Editor } from './editor.svelte';
import type { Selection } from './selection.svelte';
import type { Trainer } from './trainer.svelte';
import type { View } from './view.svelte';

export class Groups {
  readonly blocks: Blocks;
  readonly #editor: Editor;
  readonly #selection: Selection;
  readonly #view: View;
  readonly #trainer: Trainer;
  readonly #select: (nodes: readonly NodeId[]) => void;
  readonly #report: (problem: Problem) => void;

  constructor(
    editor: Editor,
    selection: Selection,
    view: View,
    trainer: Trainer,
    blocks: Blocks,
    select: (nodes: readonly NodeId[]) => void,
    report: (problem: Problem) => void,
  ) {
    this.#editor = editor;
    this.#selection = selection;
    this.#view = view;
    this.#trainer = trainer;
    this.blocks = blocks;
    this.#select = select;
    this.#report = report;
  }

  /** Opens or closes the groups of what is selected; a layer in sight that is made of others is taken apart. */
  openUp(): void {
    const { only } = this.#selection;
    const { document, inference } = this.#editor;
    if (only !== undefined && !hiddenIn(document).has(only) && isExpandable(inference, only)) {
      this.expand(only);
      return;
    }
    const groups = document.groups.filter(({ nodes }) => nodes.some((id) => this.#selection.nodes.has(id)));
    this.#setClosed(
      groups,
      groups.some(({ isClosed }) => !isClosed),
    );
  }
  setClosed(id: string, value: boolean): void {
    this.#setClosed(
      this.#editor.document.groups.filter((group) => group.id === id),
      value,
    );
  }
  /** In one undo step; what is looked at inside a block that closes gives way to what leaves it. */
  #setClosed(groups: readonly Group[], value: boolean): void {
    const [first] = groups;
    if (!first) return;
    const edits = groups.map(({ id }): Edit => ({ kind: 'set-closed', group: id, value }));
    this.#editor.apply({ kind: 'all', edits });
    const inside = groups.find(({ nodes }) => [...this.#selection.nodes].some((id) => nodes.includes(id)));
    const answer = portsOf(this.#editor.document, inside ?? first).outputs.at(-1);
    if (answer) this.#select([answer.node]);
    this.#view.show(first.id);
  }
  /** Selects what the layers it is made of answer, in a group that is open. */
  expand(node: NodeId): void {
    // What is looked at may be an earlier epoch.
    if (this.#trainer.shown !== undefined) this.#trainer.keep();
    const before = new Set(this.#editor.document.nodes.map(({ id }) => id));
    const block = hiddenIn(this.#editor.document).get(node);
    const edits: Edit[] = [{ kind: 'expand', node }];
    if (block) edits.push({ kind: 'set-closed', group: block.id, value: false });
    this.#editor.apply({ kind: 'all', edits });
    const added = this.#editor.document.nodes.map(({ id }) => id).filter((id) => !before.has(id));
    const answer = added.at(-1);
    if (answer === undefined) return;
    this.#select([answer]);
    const group = this.#editor.document.groups.find(({ nodes }) => nodes.includes(answer));
    if (group) this.#view.show(group.id);
  }
  /** Puts a block at a place and selects what it answers: one undo step. */
  addBlock(name: string, position: Position): void {
    const block = this.blocks.named(name);
    if (!block) return;
    if (!this.#editor.apply({ kind: 'insert-block', ...block, position })) return;
    const group = this.#editor.document.groups.at(-1);
    const answer = group && portsOf(this.#editor.document, group).outputs.at(-1);
    if (answer) this.#select([answer.node]);
  }
  keepBlock(group: string): void {
    const block = blockOf(this.#editor.document, group);
    const held = block?.content.nodes.find(({ op }) => op);
    if (held) this.#report(problem('block-holds-operator', { block: block?.name ?? '', name: held.name }));
    else if (block) this.blocks.keep(block);
  }
  /** Of a node of a closed block, that there is more behind it. */
  noteOf(node: NodeId): string | undefined {
    const block = hiddenIn(this.#editor.document).get(node);
    const count = block?.nodes.length ?? 0;
    return block && fill(canvasMessages.lastOfBlock, { block: block.name, count });
  }
}
