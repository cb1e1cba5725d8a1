/** What operators of opened models answer, found by a run where it is not known: shapes follow from it, not from rules. */
import { isUnrecorded, recordOperators } from '#shared/compile/record';
import type { Inference } from '#shared/document/infer';
import type { Problem } from '#shared/messages/problem';
import type { RecordRun } from '#shared/recognise/open';
import type { Editor } from './editor.svelte';
import type { Notices } from './notices.svelte';

export class Findings {
  readonly #editor: Editor;
  readonly #run: RecordRun;
  readonly #notices: Notices;
  /** Shapes that were looked into: the same again would find the same. */
  #looked: Inference | undefined;

  constructor(editor: Editor, run: RecordRun, notices: Notices) {
    this.#editor = editor;
    this.#run = run;
    this.#notices = notices;
  }

  /** Amends the document, unless it was edited meanwhile: that asks again. Tried once for the same shapes, or `anew`. */
  async look(anew: boolean): Promise<void> {
    const { document, inference } = this.#editor;
    if (!isUnrecorded(inference) || (this.#looked === inference && !anew)) return;
    this.#looked = inference;
    let failed: Problem | undefined;
    const records = await recordOperators(document, async (model, feeds) => {
      const reply = await this.#run(model, feeds);
      failed = reply.ok ? reply.value.failed : reply.problem;
      return reply;
    });
    if (this.#editor.inference !== inference) return;
    this.#notices.reportWhile('operators', failed);
    this.#editor.amend({ kind: 'set-records', records });
    this.#looked = this.#editor.inference;
  }
}
