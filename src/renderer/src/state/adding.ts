/** Layers as they are added: each in one undo step with its wires, and selected. */
import { wireBeside } from '#shared/document/beside';
import { freshId, idsOf, nodeOf, type End, type NodeId, type Position } from '#shared/document/document';
import { applyEdit, type Edit } from '#shared/document/edits';
import { announcerMessages } from '#shared/messages/announcer';
import { fill } from '#shared/messages/fill';
import type { Announcer } from './announcer.svelte';
import type { Editor } from './editor.svelte';
import type { Selection } from './selection.svelte';
import type { View } from './view.svelte';

/** Where a layer is to be added, perhaps at the end of a wire. */
export interface LayerPlace {
  readonly position: Position;
  readonly from?: End;
  readonly to?: End;
  /** A wire that it is put into. */
  readonly edge?: string;
  /** The node that it is put beside, and wired to where it fits. */
  readonly beside?: NodeId | undefined;
}

interface Parts {
  readonly editor: Editor;
  readonly selection: Selection;
  readonly view: View;
  readonly announcer: Announcer;
}

export class Adding {
  readonly #editor: Editor;
  readonly #selection: Selection;
  readonly #view: View;
  readonly #announcer: Announcer;
  readonly #select: (nodes: readonly NodeId[]) => void;

  constructor({ editor, selection, view, announcer }: Parts, select: (nodes: readonly NodeId[]) => void) {
    this.#editor = editor;
    this.#selection = selection;
    this.#view = view;
    this.#announcer = announcer;
    this.#select = select;
  }

  /** Wired into a wire, or as it is said. */
  add(layer: string, position: Position, intoEdge?: string, ...wires: ((id: NodeId) => Edit)[]): void {
    const [id, put] = this.#put(layer, position);
    const into: Edit[] = intoEdge === undefined ? [] : [{ kind: 'insert-on-edge', edge: intoEdge, node: id }];
    if (this.#editor.apply({ kind: 'all', edits: [put, ...into, ...wires.map((wire) => wire(id))] }))
      this.#tell(id);
  }

  /** Beside what is selected. */
  get besideSelected(): LayerPlace {
    return { position: this.#view.place(), beside: this.#selection.only };
  }

  /** Wired to the node it is put beside, where it fits. */
  addBeside(layer: string, { position, beside }: LayerPlace): void {
    const [id, put] = this.#put(layer, position);
    const wire =
      beside === undefined ? undefined : wireBeside(applyEdit(this.#editor.document, put), id, beside);
    if (this.#editor.apply({ kind: 'all', edits: wire ? [put, wire] : [put] }))
      this.#tell(id, wire ? beside : undefined);
  }

  #put(layer: string, position: Position): readonly [NodeId, Edit] {
    const id = freshId(idsOf(this.#editor.document), layer);
    return [id, { kind: 'add-node', layer, position, id }];
  }

  #tell(id: NodeId, beside?: NodeId): void {
    this.#select([id]);
    const [name, other] = [id, beside].map((each) => nodeOf(this.#editor.document, each ?? '')?.name ?? '');
    const text = beside === undefined ? announcerMessages.added : announcerMessages.addedBeside;
    this.#announcer.say(fill<string>(text, { name: name ?? '', other: other ?? '' }));
  }
}
