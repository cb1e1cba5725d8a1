/** Writes the network as a model other programs run, once it has given the network's own numbers. */
import { compileForward } from '#shared/compile/compile';
import { lookAtOtherSizes } from '#shared/compile/record';
import { verifyExport } from '#shared/compile/verify';
import type { Desktop } from '#shared/contract/desktop';
import { fileMessages } from '#shared/messages/files';
import { fill } from '#shared/messages/fill';
import { describeProblem, problem } from '#shared/messages/problem';
import type { RecordRun } from '#shared/recognise/open';
import { irVersionOf } from '#shared/onnx/encode';
import { opset } from '#shared/onnx/graph';
import type { Editor } from './editor.svelte';
import type { EngineClient } from './engine-client';
import type { Notices } from './notices.svelte';
import type { Trainer } from './trainer.svelte';

interface Parts {
  readonly desktop: Desktop;
  readonly editor: Editor;
  readonly trainer: Trainer;
  readonly client: EngineClient;
  readonly record: RecordRun;
  readonly notices: Notices;
}

export class Exporter {
  readonly #desktop: Desktop;
  readonly #editor: Editor;
  readonly #trainer: Trainer;
  readonly #client: EngineClient;
  readonly #record: RecordRun;
  readonly #notices: Notices;

  constructor({ desktop, editor, trainer, client, record, notices }: Parts) {
    this.#desktop = desktop;
    this.#editor = editor;
    this.#trainer = trainer;
    this.#client = client;
    this.#record = record;
    this.#notices = notices;
  }

  /** The network as it is shown: with the weights of the epoch looked at. */
  exportOnnx = async (): Promise<void> => {
    const { inference } = this.#editor;
    const { document, moment, shownName } = this.#trainer;
    const [found] = inference.problems;
    if (found) {
      const sentence = describeProblem(found).replace(/\.$/, '');
      this.#notices.report(problem('export-incomplete', { sentence }));
      return;
    }
    const looks = await lookAtOtherSizes(document, this.#record);
    const model = compileForward(document, inference, looks);
    const fault = await verifyExport(
      (bytes, feeds) => this.#client.run(bytes, feeds),
      model,
      document,
      inference,
    );
    if (fault) {
      this.#notices.report(fault);
      return;
    }
    const reply = await this.#desktop.call('file.save-as', {
      name: document.title,
      kind: 'onnx',
      bytes: model,
    });
    if (!reply.ok) this.#notices.report(reply.problem);
    else if (reply.value) {
      const { name } = reply.value;
      const set = inference.origin?.operators.set ?? opset;
      const written = { name, opset: set, version: irVersionOf(set) };
      const exported = moment
        ? fill(fileMessages.exportedAt, { ...written, moment: shownName })
        : fill(fileMessages.exported, written);
      this.#notices.say(exported);
    }
  };
}
