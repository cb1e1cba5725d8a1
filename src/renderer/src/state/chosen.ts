/** All that is selected, for what is done to it as one: with a node of a closed block goes all that the block holds. */
import type { NodeId } from '#shared/document/document';
import { withBlocks } from '#shared/document/groups';
import type { Clipboard } from './clipboard';
import type { Editor } from './editor.svelte';
import type { Selection } from './selection.svelte';
import type { Stepper } from './stepper.svelte';

interface Parts {
  readonly editor: Editor;
  readonly selection: Selection;
  readonly clipboard: Clipboard;
  readonly stepper: Stepper;
  readonly select: (nodes: Iterable<NodeId>, edges?: Iterable<string>) => void;
}

export class Chosen {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  cut(): void {
    this.#parts.clipboard.copy();
    this.remove();
  }
  paste(): void {
    this.#selectAdded(this.#parts.clipboard.paste());
  }
  duplicate(): void {
    this.#selectAdded(this.#parts.clipboard.duplicate());
  }
  #selectAdded(nodes: readonly NodeId[]): void {
    if (nodes.length > 0) this.#parts.select(nodes);
  }

  remove(): void {
    const { editor, selection, select } = this.#parts;
    editor.apply({ kind: 'remove', nodes: [...this.#nodes()], edges: [...selection.edges] });
    select([]);
  }

  selectAll(): void {
    const { nodes, edges } = this.#parts.editor.document;
    this.#parts.select(
      nodes.map(({ id }) => id),
      edges.map(({ id }) => id),
    );
  }

  group(): void {
    this.#parts.editor.apply({ kind: 'group', nodes: [...this.#nodes()] });
  }

  /** All one way: the other of what the first of the nodes is. */
  toggle(kind: 'set-bypassed' | 'set-collapsed'): void {
    const { editor } = this.#parts;
    const chosen = this.#nodes();
    const nodes = editor.document.nodes.filter(({ id }) => chosen.has(id));
    const [first] = nodes;
    if (!first) return;
    const value = !(kind === 'set-bypassed' ? first.isBypassed : first.isCollapsed);
    editor.apply({ kind, nodes: nodes.map(({ id }) => id), value });
  }

  toggleBreakpoint(): void {
    for (const node of this.#parts.selection.nodes) this.#parts.stepper.toggleBreakpoint(node);
  }

  #nodes(): ReadonlySet<NodeId> {
    return withBlocks(this.#parts.editor.document, this.#parts.selection.nodes);
  }
}
