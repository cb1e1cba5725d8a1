/** The document being edited, and the earlier and later ones undo and redo lead to. */
import { emptyDocument, type Document } from '#shared/document/document';
import { hasRefusals } from '#shared/document/accepted';
import { applyEdit, outgrown, type Edit } from '#shared/document/edits';
import { inferShapes, type Inference } from '#shared/document/infer';
import { saidEdit } from '#shared/document/said-edit';
import { historyMessages } from '#shared/messages/history';
import type { Problem } from '#shared/messages/problem';

const undoLimit = 500;

/** A document with what made it of the one before, in words. */
export interface Step {
  readonly document: Document;
  readonly said: string;
}

const begun = (document: Document): Step => ({ document, said: historyMessages.opened });

export class Editor {
  readonly #report: (problem: Problem) => void;
  #now = $state.raw<Step>(begun(emptyDocument));
  #past = $state.raw<readonly Step[]>([]);
  #future = $state.raw<readonly Step[]>([]);
  readonly #document = $derived(this.#now.document);
  #saved = $state.raw<Document>(emptyDocument);
  /** Another with every document that is opened. */
  #opened = {};
  /** Edits of the same gesture, such as typing one number, are one undo step. */
  #gesture: string | undefined;

  // Shapes depend on these alone, so editing a number infers nothing anew.
  readonly #nodes = $derived(this.#document.nodes);
  readonly #edges = $derived(this.#document.edges);
  readonly #constants = $derived(this.#document.constants);
  readonly #origin = $derived(this.#document.origin);
  // The same as long as every number that was set is one its reader takes.
  readonly #inputs = $derived(hasRefusals(this.#document) ? this.#document.inputs : emptyDocument.inputs);
  #inferred: Inference | undefined;
  readonly #inference = $derived.by(() => {
    const structure = {
      ...{ nodes: this.#nodes, edges: this.#edges, inputs: this.#inputs },
      ...(this.#constants && { constants: this.#constants }),
      ...(this.#origin && { origin: this.#origin }),
    };
    this.#inferred = inferShapes(structure, 'eval', this.#inferred);
    return this.#inferred;
  });

  constructor(report: (problem: Problem) => void) {
    this.#report = report;
  }

  get document(): Document {
    return this.#document;
  }
  get inference(): Inference {
    return this.#inference;
  }
  get isChanged(): boolean {
    return this.#document !== this.#saved;
  }
  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Answers whether it changed anything; what would make the network too large for a file does not, and is said. */
  apply(edit: Edit, gesture?: string): boolean {
    const next = applyEdit(this.#document, edit);
    if (next === this.#document) return false;
    const found = outgrown(this.#document, next);
    if (found) {
      this.#report(found);
      return false;
    }
    const continues = gesture !== undefined && gesture === this.#gesture;
    const said = saidEdit(this.#document, next, edit);
    if (!continues) this.#past = [...this.#past.slice(-undoLimit), this.#now];
    this.#gesture = gesture;
    this.#future = [];
    this.#now = { document: next, said };
    return true;
  }

  /** What is found out about the document and is no doing of the person: no undo step, and nothing to be saved for. */
  amend(edit: Edit): void {
    const next = applyEdit(this.#document, edit);
    if (this.#saved === this.#document) this.#saved = next;
    this.#now = { ...this.#now, document: next };
  }

  /** The next edit starts an undo step of its own. */
  endGesture(): void {
    this.#gesture = undefined;
  }

  /** Takes back what this gesture did, as if it had not begun; nothing where it is not the last step. */
  cancelGesture(gesture: string): void {
    const before = this.#past.at(-1);
    if (gesture !== this.#gesture || !before) return;
    this.#past = this.#past.slice(0, -1);
    this.#now = before;
    this.endGesture();
  }

  undo(): void {
    this.goTo(this.at - 1);
  }

  redo(): void {
    this.goTo(this.at + 1);
  }

  /** All steps there are, from how the document was opened to the last that was undone. */
  get steps(): readonly Step[] {
    return [...this.#past, this.#now, ...this.#future];
  }
  /** Which of the steps the document is at. */
  get at(): number {
    return this.#past.length;
  }

  /** Undoes or redoes up to a step; nothing where there is none. */
  goTo(at: number): void {
    const { steps } = this;
    const step = steps[at];
    if (!step || at === this.at) return;
    this.#past = steps.slice(0, at);
    this.#future = steps.slice(at + 1);
    this.#now = step;
    this.endGesture();
  }

  /** Another document; what was undone before belongs to the one that is closed. */
  open(document: Document, isSaved: boolean): void {
    this.#opened = {};
    this.#now = begun(document);
    this.#saved = isSaved ? document : emptyDocument;
    this.#past = [];
    this.#future = [];
    this.endGesture();
  }

  /** Answers, whenever it is asked, whether what is open now still is: what was waited for may be for a document that is gone. */
  watch(): () => boolean {
    const opened = this.#opened;
    return () => opened === this.#opened;
  }

  markSaved(document: Document): void {
    this.#saved = document;
  }
}
