/** Saves documents and keeps unsaved work, in a thread of its own: what is large is sent there once. */
import type { Written } from '#shared/contract/bytes';
import { problem } from '#shared/messages/problem';
import type { Document } from '#shared/document/document';
import { Holder } from '../background/holder';
import type { Want } from '../background/outline';
import type { Beside, KeeperAnswer, KeeperMessage, KeeperTask } from '../background/serve-keeper';
import type { Host, Thread } from './host';

/** What a file holds. */
export interface Content {
  readonly document: Document;
  readonly beside: Beside;
}

/** The thread, and what it holds. */
class Desk {
  readonly #thread: Thread;
  readonly #holder = new Holder((message, transfer) => {
    this.#post(message, transfer);
  });
  /** Resolves where the thread itself breaks. */
  readonly broken: Promise<Written>;

  constructor(thread: Thread) {
    this.#thread = thread;
    this.broken = new Promise((resolve) => {
      thread.onerror = ({ message }) => {
        thread.terminate();
        resolve({ ok: false, problem: problem('request-refused', { reason: message }) });
      };
    });
  }

  async do({ document, beside }: Content, task: KeeperTask): Promise<Written> {
    const outline = await this.#holder.outline(document);
    const written = new Promise<Written>((resolve) => {
      this.#thread.onmessage = ({ data }: MessageEvent<KeeperAnswer>) => {
        if (data.kind === 'written') resolve(data.written);
        else this.#bring(data);
      };
      this.#post({ kind: 'task', outline, beside, task });
    });
    return written.finally(() => {
      this.#holder.rest();
    });
  }

  #bring({ id, key, ...stretch }: Want): void {
    const bytes = this.#holder.bring(key, stretch);
    this.#post({ kind: 'brought', id, bytes }, bytes ? [bytes.buffer] : []);
  }

  #post(message: KeeperMessage, transfer: Transferable[] = []): void {
    this.#thread.postMessage(message, transfer);
  }
}

export class Keeper {
  readonly #host: Host;
  #desk: Promise<Desk> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(host: Host) {
    this.#host = host;
  }

  /** One after the other. Errors: what keeps it from being done. */
  do(content: Content, task: KeeperTask): Promise<Written> {
    const done = this.#last
      .then(async () => {
        this.#desk ??= this.#host.startThread('keeper').then((thread) => new Desk(thread));
        const desk = await this.#desk;
        const broken = desk.broken.then((found) => {
          this.#desk = undefined;
          return found;
        });
        return Promise.race([desk.do(content, task), broken]);
      })
      // A fault of the app itself ends this one alone: the next gets a thread of its own.
      .catch((error: unknown): Written => {
        this.#desk = undefined;
        return { ok: false, problem: problem('request-refused', { reason: String(error) }) };
      });
    this.#last = done;
    return done;
  }

  /** Nothing is unsaved any more. Errors: what keeps what was kept from being let go. */
  async clear(): Promise<Written> {
    await this.#last;
    return this.#host.desktop.call('recovery.clear', undefined);
  }
}
