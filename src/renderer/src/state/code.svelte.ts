/** The network written out: in which words, and copied or saved as a file. */
import { strToU8 } from 'fflate';
import { onnxLines } from '#shared/compile/onnx-text';
import type { Desktop, ExportKind } from '#shared/contract/desktop';
import { textOf, type CodeLine } from '#shared/document/code-line';
import type { Document } from '#shared/document/document';
import type { Inference } from '#shared/document/infer';
import { latexLines } from '#shared/equations/latex';
import { describeCode } from '#shared/messages/code';
import { summarise } from '#shared/summary/summary';
import { torchLines } from '#shared/torch/network';
import { unwrittenIn } from '#shared/torch/unwritten';
import type { Editor } from './editor.svelte';
import type { Notices } from './notices.svelte';
import type { Trainer } from './trainer.svelte';

export const writings = ['PyTorch', 'ONNX', 'Equations'] as const;
export type Writing = (typeof writings)[number];

interface Form {
  readonly kind: ExportKind;
  /** With a limit, long tensors are cut short. */
  write(document: Document, inference: Inference, limit?: number): CodeLine[];
}
const forms: Record<Writing, Form> = {
  PyTorch: { kind: 'py', write: torchLines },
  ONNX: { kind: 'onnxtxt', write: onnxLines },
  Equations: { kind: 'tex', write: (_, inference) => latexLines(inference) },
};

/** Longer tensors are cut short on screen. */
const shownNumbers = 12;
/** More numbers than this are not written out as text at all. */
const writtenNumbers = 2_000_000;

interface Parts {
  readonly desktop: Desktop;
  readonly editor: Editor;
  readonly trainer: Trainer;
  readonly notices: Notices;
}

export class Code {
  readonly #desktop: Desktop;
  readonly #editor: Editor;
  readonly #trainer: Trainer;
  readonly #notices: Notices;
  writing = $state<Writing>('PyTorch');

  /** As shown: line by line, each with the node it is about. */
  readonly lines = $derived.by(() => this.#write(shownNumbers));
  readonly numbers = $derived.by(() => {
    const { parameters, buffers } = summarise(this.#editor.inference).totals;
    return parameters + buffers;
  });

  constructor({ desktop, editor, trainer, notices }: Parts) {
    this.#desktop = desktop;
    this.#editor = editor;
    this.#trainer = trainer;
    this.#notices = notices;
  }

  /** Why what is shown is no program that runs. */
  readonly unwritten = $derived.by(() =>
    this.writing === 'PyTorch' ? unwrittenIn(this.#editor.inference) : undefined,
  );

  /** Whether even what is copied or saved has its long tensors cut short. */
  get isCut(): boolean {
    return this.writing === 'ONNX' && this.numbers > writtenNumbers;
  }

  async copy(): Promise<void> {
    if (this.#isRefused()) return;
    const lines = this.#whole();
    const reply = await this.#desktop.call('clipboard.write', { text: textOf(lines) });
    if (!reply.ok) this.#notices.report(reply.problem);
    else {
      const message = this.isCut ? 'copied-cut' : 'copied';
      this.#notices.say(describeCode(message, { name: this.writing, count: lines.length }));
    }
  }

  async save(): Promise<void> {
    if (this.#isRefused()) return;
    const reply = await this.#desktop.call('file.save-as', {
      name: this.#editor.document.title || 'network',
      kind: forms[this.writing].kind,
      bytes: strToU8(textOf(this.#whole())),
    });
    if (!reply.ok) this.#notices.report(reply.problem);
    else if (reply.value)
      this.#notices.say(describeCode(this.isCut ? 'saved-cut' : 'saved', { name: reply.value.name }));
  }

  #isRefused(): boolean {
    if (this.unwritten) this.#notices.report(this.unwritten);
    return this.unwritten !== undefined;
  }
  #whole(): CodeLine[] {
    return this.#write(this.isCut ? shownNumbers : undefined);
  }
  #write(limit: number | undefined): CodeLine[] {
    return forms[this.writing].write(this.#trainer.document, this.#editor.inference, limit);
  }
}
