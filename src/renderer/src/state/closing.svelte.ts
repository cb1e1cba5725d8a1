/** Closing the window: a run under way is asked about, and work that cannot be kept is said before it is lost. */
import type { Desktop } from '#shared/contract/desktop';
import { problem } from '#shared/messages/problem';
import type { Editor } from './editor.svelte';
import type { Notices } from './notices.svelte';
import type { Trainer } from './trainer.svelte';
import type { Workspace } from './workspace.svelte';

interface Parts {
  readonly desktop: Desktop;
  readonly editor: Editor;
  readonly trainer: Trainer;
  readonly workspace: Workspace;
  readonly notices: Notices;
}

export class Closing {
  readonly #desktop: Desktop;
  readonly #editor: Editor;
  readonly #trainer: Trainer;
  readonly #workspace: Workspace;
  readonly #notices: Notices;
  #wasTried = false;
  /** Someone wants to close the window while a run is under way. */
  isAsked = $state(false);

  constructor({ desktop, editor, trainer, workspace, notices }: Parts) {
    this.#desktop = desktop;
    this.#editor = editor;
    this.#trainer = trainer;
    this.#workspace = workspace;
    this.#notices = notices;
    desktop.onCloseAsked(() => {
      if (trainer.isRunning) this.isAsked = true;
      else void this.#close();
    });
  }

  /** Ends the run, keeps what it learned, and closes. */
  async stopAndClose(): Promise<void> {
    this.isAsked = false;
    this.#trainer.stop();
    await this.#trainer.whenHalted();
    await this.#close();
  }

  /** Where the work cannot be kept, the first try to close says so and the second closes. */
  async #close(): Promise<void> {
    const isSafe = (await this.#workspace.safekeeping.now()) || !this.#editor.isChanged;
    if (isSafe || this.#wasTried) void this.#desktop.call('window.close', undefined);
    else this.#notices.report(problem('closing-loses-work'));
    this.#wasTried = true;
  }
}
