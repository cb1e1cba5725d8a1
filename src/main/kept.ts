/** Small things the window keeps between starts, a file each beside the settings of the person. */
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { readOrdinary } from '#host/read-ordinary';
import { isMissing, systemProblem } from '#host/system-error';
import { writeAtomically } from '#host/write-atomically';
import { keptNames, type CallReplies, type KeptName } from '#shared/contract/desktop';
import type { Reply } from '#shared/contract/engine';
import type { Problem } from '#shared/messages/problem';

export class Kept {
  readonly #folder: string;
  /** What is there and could not be read: it may be well again at the next start, so nothing is written over it. */
  readonly #unread = new Map<KeptName, Problem>();
  #writing: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What is not there is as it was at first, and so is what cannot be read, with a problem that says so. */
  async read(): Promise<{
    readonly texts: ReadonlyMap<KeptName, string>;
    readonly problems: readonly Problem[];
  }> {
    this.#unread.clear();
    const texts = await Promise.all(
      keptNames.map(async (name) => [name, await this.#readOne(name)] as const),
    );
    return {
      texts: new Map(texts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]]))),
      problems: [...this.#unread.values()],
    };
  }

  /** One after the other, so that the newest stays. */
  write(name: KeptName, text: string): Promise<Reply<null>> {
    return this.#inTurn(() => this.#writeOne(name, text));
  }

  setAside(name: KeptName): Promise<Reply<CallReplies['kept.set-aside']>> {
    return this.#inTurn(async () => {
      const file = this.#fileOf(name);
      const aside = `${name}-${Date.now()}.json`;
      try {
        await rename(file, join(this.#folder, aside));
        return { ok: true, value: { file, name: aside } };
      } catch (error) {
        return { ok: false, problem: systemProblem(error, 'kept-not-written', file) };
      }
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#writing.then(work);
    this.#writing = Promise.allSettled([done]);
    return done;
  }

  async #readOne(name: KeptName): Promise<string | undefined> {
    try {
      return (await readOrdinary(this.#fileOf(name))).toString();
    } catch (error) {
      if (!isMissing(error))
        this.#unread.set(name, systemProblem(error, 'kept-unreadable', this.#fileOf(name)));
      return undefined;
    }
  }

  async #writeOne(name: KeptName, text: string): Promise<Reply<null>> {
    const unread = this.#unread.get(name);
    if (unread) return { ok: false, problem: unread };
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeAtomically(this.#fileOf(name), text);
      return { ok: true, value: null };
    } catch (error) {
      return { ok: false, problem: systemProblem(error, 'kept-not-written', this.#fileOf(name)) };
    }
  }

  #fileOf(name: KeptName): string {
    return join(this.#folder, `${name}.json`);
  }
}
