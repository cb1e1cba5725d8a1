/** All that is selected, for what is done to it as one: with a node of a closed block goes all that the block holds. */
import type { NodeId } from '#shared/document/document';
import { withBlocks } from '#shared/document/groups';
import type { Clipboard, Pasted } from './clipboard';
import type { Editor } from './editor.svelte';
import type { Selection } from './selection.svelte';
import type { Stepper } from './stepper.svelte';

const states = {
  'set-bypassed': 'isBypassed',
  'set-collapsed': 'isCollapsed',
  'set-locked': 'isLocked',
} as const;

interface Parts {
  readonly editor: Editor;
  readonly selection: Selection;
  readonly clipboard: Clipboard;
  readonly stepper: Stepper;
  readonly select: (nodes: Iterable<NodeId>, edges?: Iterable<string>, notes?: Iterable<string>) => void;
}

export class Chosen {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  paste(text: string): void {
    this.#selectAdded(this.#parts.clipboard.paste(text));
  }
  duplicate(): void {
    this.#selectAdded(this.#parts.clipboard.duplicate());
  }
  #selectAdded({ nodes, notes }: Pasted): void {
    if (nodes.length + notes.length > 0) this.#parts.select(nodes, [], notes);
  }

  remove(): void {
    const { editor, selection, select } = this.#parts;
    const notes = [...selection.notes];
    editor.apply({ kind: 'remove', nodes: [...this.nodes], edges: [...selection.edges], notes });
    select([]);
  }

  selectAll(): void {
    const { nodes, edges, notes = [] } = this.#parts.editor.document;
    this.#parts.select(
      nodes.map(({ id }) => id),
      edges.map(({ id }) => id),
      notes.map(({ id }) => id),
    );
  }

  group(): void {
    this.#parts.editor.apply({ kind: 'group', nodes: [...this.nodes] });
  }

  /** All one way: the other of what the first of the nodes is. */
  toggle(kind: keyof typeof states): void {
    const { editor } = this.#parts;
    const chosen = this.nodes;
    const nodes = editor.document.nodes.filter(({ id }) => chosen.has(id));
    const [first] = nodes;
    if (!first) return;
    const value = !first[states[kind]];
    editor.apply({ kind, nodes: nodes.map(({ id }) => id), value });
  }

  toggleBreakpoint(): void {
    for (const node of this.#parts.selection.nodes) this.#parts.stepper.toggleBreakpoint(node);
  }

  get nodes(): ReadonlySet<NodeId> {
    return withBlocks(this.#parts.editor.document, this.#parts.selection.nodes);
  }
}
