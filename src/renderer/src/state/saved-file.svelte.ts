/** The file the document is kept in: what another program does to it is said, and asked about before it is overwritten. */
import type { Written } from '#shared/contract/bytes';
import type { Desktop, Difference } from '#shared/contract/desktop';
import type { Reply } from '#shared/contract/engine';
import { fileMessages } from '#shared/messages/files';
import { fill } from '#shared/messages/fill';
import type { Notices } from './notices.svelte';

/** What the person wants done about a file that is not as it was. */
export type Answer = 'save-as' | 'reload' | 'overwrite' | 'cancel';

type Overwritable = Exclude<Difference, 'not-a-file'>;

const sentences: Partial<Record<Difference, string>> = {
  removed: fileMessages.removedOnDisk,
  'not-a-file': fileMessages.replacedOnDisk,
};

export class SavedFile {
  readonly #desktop: Desktop;
  readonly #notices: Notices;
  /** Open while this is set. */
  question = $state.raw<{ readonly difference: Difference; readonly answer: (answer: Answer) => void }>();
  /** What was said of the file as it is now. */
  #said: { readonly difference: Difference; readonly notice: number } | undefined;

  constructor(desktop: Desktop, notices: Notices) {
    this.#desktop = desktop;
    this.#notices = notices;
  }

  /** Answers what is to be done instead; undefined when it is saved. Errors: why it cannot be written. */
  async save(
    write: (despite: readonly Overwritable[]) => Promise<Written>,
  ): Promise<Reply<Exclude<Answer, 'overwrite'> | undefined>> {
    const despite: Overwritable[] = [];
    for (;;) {
      const reply = await write(despite);
      if (!reply.ok) return reply;
      if (reply.value === null) return { ok: true, value: undefined };
      const answer = await this.#ask(reply.value);
      if (answer !== 'overwrite') return { ok: true, value: answer };
      if (reply.value !== 'not-a-file') despite.push(reply.value);
    }
  }

  /** Call when the person comes back to the window. Said once, with a button where reloading loses nothing. */
  async look(
    handle: string,
    name: string,
    reload: (() => void) | undefined,
    isOpen: () => boolean,
  ): Promise<void> {
    const reply = await this.#desktop.call('file.compare', { handle });
    if (!isOpen()) return;
    this.#notices.reportWhile('file.compare', reply.ok ? undefined : reply.problem);
    if (!reply.ok || this.question || reply.value === this.#said?.difference) return;
    this.forget();
    const difference = reply.value;
    if (difference === null) return;
    const isReloadable = difference === 'changed' && reload !== undefined;
    const changed = isReloadable ? fileMessages.changedOnDiskCalm : fileMessages.changedOnDisk;
    const action = isReloadable ? { label: fileMessages.reload, run: reload } : undefined;
    const notice = this.#notices.say(fill(sentences[difference] ?? changed, { name }), action);
    this.#said = { difference, notice };
  }

  /** Call when the file is another, or as the window shows it. */
  forget(): void {
    if (this.#said) this.#notices.dismiss(this.#said.notice);
    this.#said = undefined;
  }

  #ask(difference: Difference): Promise<Answer> {
    // Of two saves at once the later one asks.
    this.question?.answer('cancel');
    return new Promise((resolve) => {
      this.question = {
        difference,
        answer: (answer) => {
          this.question = undefined;
          resolve(answer);
        },
      };
    });
  }
}
