/** Groups and blocks, as they are opened, closed, put in and kept; and layers that open up into others. */
import { blockOf } from '#shared/document/blocks';
import type { Group, NodeId, Position } from '#shared/document/document';
import { applyEdit, type Edit } from '#shared/document/edits';
import { isExpandable } from '#shared/document/expand';
import { hiddenIn, nestingOf, portsOf } from '#shared/document/groups';
import { closingEdits, expandingEdits } from '#shared/layout/room';
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

  /** Opens the blocks that hide what is selected, else closes what is around it; a layer in sight that is made of others is taken apart. */
  openUp(): void {
    const { only, nodes } = this.#selection;
    const { document, inference } = this.#editor;
    const { hidden, innermost } = nestingOf(document);
    if (only !== undefined && !hidden.has(only) && isExpandable(inference, only)) {
      this.expand(only);
      return;
    }
    const groupsIn = (by: ReadonlyMap<NodeId, Group>) =>
      new Set([...nodes].flatMap((id) => by.get(id) ?? []));
    const closed = groupsIn(hidden);
    if (closed.size > 0) this.#setClosed([...closed], false);
    else this.#setClosed([...groupsIn(innermost)], true);
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
    const { inference } = this.#editor;
    const edits: Edit[] = [];
    let { document } = this.#editor;
    for (const { id } of groups) {
      const more = closingEdits(document, inference, id, value);
      document = more.reduce(applyEdit, document);
      edits.push(...more);
    }
    this.#editor.apply({ kind: 'all', edits });
    const { nodes } = this.#selection;
    const inside = groups.find((group) => group.nodes.some((id) => nodes.has(id)));
    const { outputs } = portsOf(this.#editor.document, inside ?? first);
    const answer = outputs.at(-1);
    if (answer && (value || !inside)) this.#select([answer.node]);
    // What was looked for in there stays in sight; else all of it is shown.
    const sought = value ? undefined : inside?.nodes.find((id) => nodes.has(id));
    const isSought = sought !== undefined && !outputs.some(({ node }) => node === sought);
    this.#view.show(isSought ? sought : first.id);
  }
  /** Selects what the layers it is made of answer, in a group that is open. */
  expand(node: NodeId): void {
    // What is looked at may be an earlier epoch.
    if (this.#trainer.shown !== undefined) this.#trainer.keep();
    const before = new Set(this.#editor.document.nodes.map(({ id }) => id));
    const edits = expandingEdits(this.#editor.document, this.#editor.inference, node);
    this.#editor.apply({ kind: 'all', edits });
    const added = this.#editor.document.nodes.map(({ id }) => id).filter((id) => !before.has(id));
    const answer = added.at(-1);
    if (answer === undefined) return;
    this.#select([answer]);
    const group = nestingOf(this.#editor.document).innermost.get(answer);
    if (group) this.#view.show(group.id);
  }
  /** Puts a block at a place and selects what it answers: one undo step. */
  addBlock(name: string, position: Position): void {
    const block = this.blocks.named(name);
    if (!block) return;
    if (!this.#editor.apply({ kind: 'insert-block', ...block, position })) return;
    const added = this.#editor.document.nodes.at(-1);
    const group = added && hiddenIn(this.#editor.document).get(added.id);
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
    const { document } = this.#editor;
    const block = hiddenIn(document).get(node);
    if (!block) return undefined;
    const isAnswer = portsOf(document, block).outputs.some((end) => end.node === node);
    const count = block.nodes.length;
    return fill(isAnswer ? canvasMessages.lastOfBlock : canvasMessages.insideBlock, {
      ...{ block: block.name, count },
    });
  }
}
